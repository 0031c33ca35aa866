namespace Lit.Metrics.Text.Tokens;

/// <summary>Every Chinese character is a word; what is between is split as Western text.</summary>
internal sealed class ChineseTokenizer : BleuTokenizer
{
    public override string Name => "zh";

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        text = Characters.Trim(text);
        var splitter = new MarkSplitter(buffer.Reserve(MarkSplitter.MostLength(3 * text.Length)));
        foreach (char character in text)
        {
            if (IsChinese(character))
            {
                splitter.Push(' ');
                splitter.Push(character);
                splitter.Push(' ');
            }
            else
            {
                splitter.Push(character);
            }
        }

        splitter.End();
        buffer.Advance(splitter.Length);
    }

    /// <summary>
    /// The ranges under which scores are published. U+2001–U+2A6D and U+2F81–U+2FA1 are no Chinese, and characters
    /// beyond the basic plane are; the reference reads its five-digit ranges so.
    /// </summary>
    private static bool IsChinese(char character) => character is
        (>= '\u2001' and <= '\u2a6d')
        or (>= '\u2e80' and <= '\u2eff')
        or (>= '\u2f00' and <= '\u2fdf')
        or (>= '\u2ff0' and <= '\u303f')
        or (>= '\u3100' and <= '\u312f')
        or (>= '\u31a0' and <= '\u31bf')
        or (>= '\u31c0' and <= '\u31ef')
        or (>= '\u3200' and <= '\u33ff')
        or (>= '\u3400' and <= '\u4db5')
        or (>= '\u4e00' and <= '\u9fbb')
        or (>= '\uf900' and <= '\ufa2d')
        or (>= '\ufa30' and <= '\ufa6a')
        or (>= '\ufa70' and <= '\ufad9')
        or (>= '\ufe10' and <= '\ufe1f')
        or (>= '\ufe30' and <= '\ufe4f')
        or (>= '\uff00' and <= '\uffef');
}
