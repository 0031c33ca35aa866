using System.Buffers;

namespace Lit.Metrics.Text.Tokens;

/// <summary>mteval's v13a: marks apart, entities as characters, lines joined.</summary>
internal sealed class Mteval13aTokenizer : BleuTokenizer
{
    private static readonly SearchValues<char> Rare = SearchValues.Create("\n&<");

    public override string Name => "13a";

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        if (text.ContainsAny(Rare))
        {
            text = Prepare(text.ToString());
        }

        var splitter = new MarkSplitter(buffer.Reserve(MarkSplitter.MostLength(text.Length)));
        splitter.Push(' ');
        foreach (char character in text)
        {
            splitter.Push(character);
        }

        splitter.Push(' ');
        splitter.End();
        buffer.Advance(splitter.Length);
    }

    private static string Prepare(string text)
    {
        text = text
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ');
        return text.Contains('&', StringComparison.Ordinal)
            ? text
                .Replace("&quot;", "\"", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&gt;", ">", StringComparison.Ordinal)
            : text;
    }
}
