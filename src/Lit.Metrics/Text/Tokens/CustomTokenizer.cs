namespace Lit.Metrics.Text.Tokens;

/// <summary>A tokenizer that the caller gave.</summary>
internal sealed class CustomTokenizer(string name, Func<string, IEnumerable<string>> tokenize) : BleuTokenizer
{
    public override string Name => name;

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        foreach (string token in tokenize(text.ToString()))
        {
            buffer.Append(token);
            buffer.Append(' ');
        }
    }
}
