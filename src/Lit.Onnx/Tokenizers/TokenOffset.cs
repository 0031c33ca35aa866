namespace Lit.Onnx.Tokenizers;

/// <summary>Where a token stands in the caller's string.</summary>
/// <param name="Start">The first UTF-16 character of the token.</param>
/// <param name="End">The character after its last; equal to <paramref name="Start"/> for tokens that stand for no text.</param>
public readonly record struct TokenOffset(int Start, int End)
{
    /// <summary>The number of UTF-16 characters covered.</summary>
    public int Length => End - Start;

    /// <summary>The text covered.</summary>
    /// <param name="text">The string that was encoded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset reaches beyond the text.</exception>
    public ReadOnlySpan<char> In(ReadOnlySpan<char> text) => text[Start..End];
}
