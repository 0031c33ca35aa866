using System.Buffers;
using System.Globalization;
using System.Text;

namespace Lit.Metrics.Text.Tokens;

/// <summary>
/// What a space is, and how texts are lower-cased, by the rules under which published scores were computed.
/// </summary>
/// <remarks>
/// These are Python's: the separators U+001C to U+001F are spaces; lower-casing follows Unicode's full mapping, with
/// <c>İ</c> becoming two characters and <c>Σ</c> at the end of a word becoming <c>ς</c>.
/// </remarks>
internal static class Characters
{
    private const char CapitalSigma = 'Σ';
    private const char CapitalDottedI = 'İ';

    private static readonly SearchValues<char> Special = SearchValues.Create([CapitalSigma, CapitalDottedI]);

    public static bool IsSpace(char character)
        => character <= ' '
            ? character is ' ' or (>= '\t' and <= '\r') or (>= '\u001C' and <= '\u001F')
            : character >= '\u0085' && char.IsWhiteSpace(character);

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsSpace(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        text = TrimEnd(text);
        while (text.Length > 0 && IsSpace(text[0]))
        {
            text = text[1..];
        }

        return text;
    }

    public static void AppendLower(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        while (text.Length > 0)
        {
            int special = text.IndexOfAny(Special);
            ReadOnlySpan<char> plain = special < 0 ? text : text[..special];
            buffer.Advance(plain.ToLowerInvariant(buffer.Reserve(plain.Length)));
            if (special < 0)
            {
                return;
            }

            if (text[special] == CapitalDottedI)
            {
                buffer.Append("i\u0307");
            }
            else
            {
                bool ends = IsAfterCased(buffer.Text) && !IsBeforeCased(text[(special + 1)..]);
                buffer.Append(ends ? 'ς' : 'σ');
            }

            text = text[(special + 1)..];
        }
    }

    private static bool IsAfterCased(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeLastFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done)
        {
            if (!IsCaseIgnorable(rune))
            {
                return IsCased(rune);
            }

            text = text[..^length];
        }

        return false;
    }

    private static bool IsBeforeCased(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done)
        {
            if (!IsCaseIgnorable(rune))
            {
                return IsCased(rune);
            }

            text = text[length..];
        }

        return false;
    }

    /// <summary>Letters with case, Roman numerals and letters in circles and squares.</summary>
    private static bool IsCased(Rune rune)
        => Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            || rune.Value is 'ª' or 'º' or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
                or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    private static bool IsCaseIgnorable(Rune rune)
        => rune.Value is '\'' or '.' or ':' or '·' or '’' or '‘' or '․' or '‧'
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
