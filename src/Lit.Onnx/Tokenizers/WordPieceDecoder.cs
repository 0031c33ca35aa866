using System.Text;

namespace Lit.Onnx.Tokenizers;

/// <summary>Puts pieces together to words and takes back the blanks before punctuation.</summary>
internal sealed record WordPieceDecoder(string Prefix, bool CleanUp)
{
    private static readonly (string From, string To)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public string Decode(IReadOnlyList<string> tokens)
    {
        var text = new StringBuilder();
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
            {
                token = token.StartsWith(Prefix, StringComparison.Ordinal) ? token[Prefix.Length..] : " " + token;
            }

            text.Append(CleanUp ? Clean(token) : token);
        }

        return text.ToString();
    }

    private static string Clean(string token)
    {
        foreach (var (from, to) in CleanUps)
        {
            token = token.Replace(from, to, StringComparison.Ordinal);
        }

        return token;
    }
}
