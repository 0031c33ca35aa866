namespace Lit.Api.Attribution;

/// <summary>One token of a text, and where it stands in the text.</summary>
/// <param name="Text">The token as the model's vocabulary spells it.</param>
/// <param name="Start">The position of its first UTF-16 char in the text; equal to <paramref name="End"/> for a token without text.</param>
/// <param name="End">The position after its last UTF-16 char.</param>
/// <param name="IsSpecial">Whether the model's template added it ([CLS], [SEP] …).</param>
public readonly record struct TextToken(string Text, int Start, int End, bool IsSpecial);

/// <summary>A text of an example as a model reads it.</summary>
/// <param name="Field">The field of the example with the text.</param>
/// <param name="Text">The text, as the user gave it.</param>
/// <param name="Tokens">The tokens that the model saw, in order.</param>
/// <param name="TruncatedAt">The UTF-16 position in <paramref name="Text"/> from which on the model saw nothing; null if it saw all.</param>
public sealed record TokenizedText(string Field, string Text, IReadOnlyList<TextToken> Tokens, int? TruncatedAt)
{
    /// <summary>Whether the text is longer than the model takes.</summary>
    public bool IsTruncated => TruncatedAt is not null;
}
