namespace Lit.Types;

/// <summary>A text in a natural language, not split into tokens.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>TextSegment</c></description></item>
/// </list>
/// </remarks>
public record TextSegment : StringLitType;
