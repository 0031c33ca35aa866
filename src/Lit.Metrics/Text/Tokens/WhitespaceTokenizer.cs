namespace Lit.Metrics.Text.Tokens;

/// <summary>Words are what stands between spaces.</summary>
internal sealed class WhitespaceTokenizer : BleuTokenizer
{
    public override string Name => "none";

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer) => buffer.Append(text);
}
