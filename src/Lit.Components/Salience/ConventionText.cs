using System.Text;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>The text behind the tokens of a model that names tokens but not their places.</summary>
internal static class ConventionText
{
    public static TokenizedText Of(Spec output, string tokensField, IReadOnlyList<string> tokens, Example example)
    {
        var type = (Tokens)output[tokensField];
        return type.Parent is { } parent && example.TryGet<string>(parent, out var text)
            ? new TokenizedText(parent, text, TokenAlignment.Find(text, tokens, type.TokenPrefix), TruncatedAt: null)
            : Join(tokens, type.TokenPrefix);
    }

    /// <summary>The tokens as a text of their own: a space before each that does not continue a word.</summary>
    private static TokenizedText Join(IReadOnlyList<string> tokens, string? prefix)
    {
        StringBuilder text = new();
        TextToken[] places = new TextToken[tokens.Count];
        for (int t = 0; t < places.Length; t++)
        {
            bool continues = !string.IsNullOrEmpty(prefix) && tokens[t].StartsWith(prefix, StringComparison.Ordinal);
            if (t > 0 && !continues)
            {
                text.Append(' ');
            }

            int start = text.Length;
            text.Append(continues ? tokens[t][prefix!.Length..] : tokens[t]);
            places[t] = new(tokens[t], start, text.Length, IsSpecial: false);
        }

        return new TokenizedText("", text.ToString(), places, TruncatedAt: null);
    }
}
