using System.Text.RegularExpressions;

namespace Lit.Metrics.Text.Tokens;

/// <summary>Makes of a text what tercom's tokenizer makes of it.</summary>
internal static partial class TercomText
{
    public static void Write(ReadOnlySpan<char> text, TerOptions options, TextBuffer buffer)
    {
        int start = buffer.Length;
        text = Characters.TrimEnd(text);
        if (options.CaseSensitive)
        {
            buffer.Append(text);
        }
        else
        {
            Characters.AppendLower(text, buffer);
        }

        if (!options.Normalize && !options.NoPunctuation)
        {
            return;
        }

        string prepared = buffer.Text[start..].ToString();
        if (options.Normalize && prepared.Length > 0)
        {
            prepared = Normalize(prepared);
        }

        buffer.Advance(start - buffer.Length);
        foreach (char character in prepared)
        {
            bool isApart = options.Normalize && options.Asian && IsAsian(character);
            bool isLeftOut = options.NoPunctuation
                && (character is '.' or ',' or '?' or ':' or ';' or '!' or '"' or '(' or ')'
                    || (options.Asian && IsAsianPunctuation(character)));
            if (isApart)
            {
                buffer.Append(' ');
            }

            if (!isLeftOut)
            {
                buffer.Append(character);
            }

            if (isApart)
            {
                buffer.Append(' ');
            }
        }
    }

    private static string Normalize(string text)
    {
        text = text
            .Replace("\n-", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        text = Marks.Replace($" {text} ", " $1 ");
        text = text.Replace("'s ", " 's ", StringComparison.Ordinal);
        text = MarkAfterNonDigit.Replace(text, "$1 $2 ");
        text = MarkBeforeNonDigit.Replace(text, " $1 $2");
        return DashAfterDigit.Replace(text, "$1 $2 ");
    }

    private static bool IsAsian(char character) => character is
        (>= '\u2e80' and <= '\u2eff')
        or (>= '\u31c0' and <= '\u31ef')
        or (>= '\u3200' and <= '\u4dbf')
        or (>= '\u4e00' and <= '\u9fff')
        or (>= '\uf900' and <= '\ufaff')
        or (>= '\ufe30' and <= '\ufe4f')
        || IsAsianPunctuation(character);

    private static bool IsAsianPunctuation(char character) => character is
        '\u3001' or '\u3002' or (>= '\u3008' and <= '\u3011') or (>= '\u3014' and <= '\u301f') or (>= '\uff61' and <= '\uff65')
        or '\u30fb' or '\uff0e' or '\uff0c' or '\uff1f' or '\uff1a' or '\uff1b' or '\uff01' or '\uff02' or '\uff08' or '\uff09';

    [GeneratedRegex(@"([{-~[-` -&(-+:-@/])")]
    private static partial Regex Marks { get; }

    [GeneratedRegex(@"([^0-9])([.,])")]
    private static partial Regex MarkAfterNonDigit { get; }

    [GeneratedRegex(@"([.,])([^0-9])")]
    private static partial Regex MarkBeforeNonDigit { get; }

    [GeneratedRegex(@"([0-9])(-)")]
    private static partial Regex DashAfterDigit { get; }
}
