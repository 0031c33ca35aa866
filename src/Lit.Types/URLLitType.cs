namespace Lit.Types;

/// <summary>A text that is a URL.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>URLLitType</c>, read as <c>URL</c> too</description></item>
/// </list>
/// </remarks>
public sealed record URLLitType : TextSegment;
