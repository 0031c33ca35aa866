using System.Globalization;
using System.Text;
using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>
/// Finds tokens in the text that they were made from, for models that name tokens but not where they stand.
/// </summary>
internal static class TokenAlignment
{
    /// <summary>
    /// Looks for each token behind the one before it, without regard to case and accents. A token that is not there,
    /// such as
    /// <c>[CLS]</c> or one for unknown text, gets no place in the text.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">The tokens, as the vocabulary spells them.</param>
    /// <param name="continuation">How a token starts that continues the word before it; null for no mark.</param>
    public static TextToken[] Find(string text, IReadOnlyList<string> tokens, string? continuation)
    {
        var (folded, places) = Fold(text);
        TextToken[] found = new TextToken[tokens.Count];
        int from = 0;
        for (int t = 0; t < tokens.Count; t++)
        {
            string wanted = Fold(Strip(tokens[t], continuation)).Text;
            int at = wanted.Length == 0 ? -1 : folded.IndexOf(wanted, from, StringComparison.Ordinal);
            if (at < 0 || Skips(folded, from, at, tokens.Count - t))
            {
                int here = from < places.Length ? places[from] : text.Length;
                found[t] = new(tokens[t], here, here, IsSpecial: LooksSpecial(tokens[t]));
                continue;
            }

            from = at + wanted.Length;
            found[t] = new(tokens[t], places[at], places[from], IsSpecial: false);
        }

        return found;
    }

    private static bool LooksSpecial(string token) => token is ['[', .., ']'] or ['<', .., '>'];

    private static string Strip(string token, string? continuation)
    {
        if (!string.IsNullOrEmpty(continuation) && token.StartsWith(continuation, StringComparison.Ordinal))
        {
            token = token[continuation.Length..];
        }

        // The marks of SentencePiece and of byte-level BPE for a space before the token.
        return token.TrimStart('\u2581', '\u0120');
    }

    /// <summary>
    /// Whether the place found lies so far ahead that the token is more likely not in the text at all.
    /// </summary>
    private static bool Skips(string folded, int from, int at, int tokensLeft)
    {
        int words = 0;
        bool inside = false;
        foreach (char c in folded.AsSpan(from, at - from))
        {
            bool space = char.IsWhiteSpace(c);
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }

        return words > Math.Min(tokensLeft, 8);
    }

    /// <summary>
    /// Lower case without combining marks, and for each char of it (and its end) the place in the text.
    /// </summary>
    private static (string Text, int[] Places) Fold(string text)
    {
        StringBuilder folded = new(text.Length);
        List<int> places = new(text.Length + 1);
        for (int at = 0; at < text.Length;)
        {
            int length = char.IsSurrogatePair(text, at) ? 2 : 1;
            string character = text.Substring(at, length);
            foreach (char c in Decompose(character))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                {
                    folded.Append(char.ToLowerInvariant(c));
                    places.Add(at);
                }
            }

            at += length;
        }

        places.Add(text.Length);
        return (folded.ToString(), [.. places]);
    }

    private static string Decompose(string character)
        => char.IsSurrogate(character[0]) ? character : character.Normalize(NormalizationForm.FormD);
}
