using System.Text;

namespace Lit.Metrics.Text.Tokens;

/// <summary>Every code point that is no space is a word.</summary>
internal sealed class CharacterTokenizer : BleuTokenizer
{
    public override string Name => "char";

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            buffer.Advance(rune.EncodeToUtf16(buffer.Reserve(2)));
            buffer.Append(' ');
        }
    }
}
