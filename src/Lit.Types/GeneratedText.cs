namespace Lit.Types;

/// <summary>A text that a model wrote.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>GeneratedText</c></description></item>
/// </list>
/// </remarks>
public sealed record GeneratedText : TextSegment, IHasParent
{
    /// <summary>
    /// The <see cref="TextSegment"/> of the input side that the text is compared with; null if there is none.
    /// </summary>
    public string? Parent { get; init; }
}
