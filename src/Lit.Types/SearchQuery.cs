namespace Lit.Types;

/// <summary>A text that is a search query.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>SearchQuery</c></description></item>
/// </list>
/// </remarks>
public sealed record SearchQuery : TextSegment;
