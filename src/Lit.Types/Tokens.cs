namespace Lit.Types;

/// <summary>A text, split into tokens.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>Tokens</c></description></item>
/// </list>
/// </remarks>
public sealed record Tokens : StringListType, IHasParent
{
    /// <summary>The <see cref="TextSegment"/> that was split; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>The token that stands for a masked one; null if the tokenizer has none.</summary>
    public string? MaskToken { get; init; }

    /// <summary>How a token starts that continues the word before it; null if no mark tells.</summary>
    /// <value><c>##</c> by default.</value>
    public string? TokenPrefix { get; init; } = "##";
}
