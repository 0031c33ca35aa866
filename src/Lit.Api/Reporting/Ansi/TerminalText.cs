using System.Globalization;
using System.Text;

namespace Lit.Api.Reporting.Ansi;

/// <summary>Text as a terminal shows it: what it may contain, and how many columns it takes.</summary>
internal static class TerminalText
{
    // First and last of each range that Unicode 14 calls wide or full-width, unassigned places between them included.
    private static ReadOnlySpan<int> Wide =>
    [
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3,
        0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1,
        0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA,
        0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B,
        0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E,
        0x3041, 0x3247, 0x3250, 0x4DBF, 0x4E00, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAD9,
        0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18D08, 0x1AFF0, 0x1B2FB,
        0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320,
        0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3,
        0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC,
        0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596,
        0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2,
        0x1F6D5, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A,
        0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD,
    ];

    /// <summary>
    /// Makes text harmless: control characters, which could drive the terminal, become visible signs.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => clean.Append('\n'),
                '\t' => clean.Append("    "),
                < 0x20 => clean.Append((char)(0x2400 + rune.Value)),
                0x7F => clean.Append('\u2421'),
                (> 0x7F and < 0xA0) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => clean.Append('\uFFFD'),
                _ => clean.Append(rune.ToString()),
            };
        }

        return clean.ToString();
    }

    /// <summary>The columns that text on one line takes.</summary>
    public static int WidthOf(string text) => Graphemes(text).Sum(grapheme => grapheme.Width);

    /// <summary>The characters as a reader counts them, with the columns that each takes.</summary>
    public static IEnumerable<(string Text, int Width)> Graphemes(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text, at);
            string grapheme = text.Substring(at, length);
            at += length;
            yield return (grapheme, WidthOfGrapheme(grapheme));
        }
    }

    /// <summary>Cuts text to a number of columns, with "…" in place of what is gone.</summary>
    public static string Truncate(string text, int columns)
    {
        if (WidthOf(text) <= columns)
        {
            return text;
        }

        StringBuilder kept = new();
        int used = 0;
        foreach (var (grapheme, width) in Graphemes(text))
        {
            if (used + width > columns - 1)
            {
                break;
            }

            kept.Append(grapheme);
            used += width;
        }

        return kept.Append('…').ToString();
    }

    private static int WidthOfGrapheme(string grapheme)
    {
        int width = 0;
        foreach (Rune rune in grapheme.EnumerateRunes())
        {
            // U+FE0F asks for the picture form of the character before it, which is wide.
            width = rune.Value == 0xFE0F ? Math.Max(width, 2) : Math.Max(width, WidthOf(rune));
        }

        return grapheme.Length >= 4 && char.IsSurrogate(grapheme[0]) && IsRegionalIndicator(Rune.GetRuneAt(grapheme, 0))
            ? 2
            : width;
    }

    private static bool IsRegionalIndicator(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;

    private static int WidthOf(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return rune.Value == 0xAD || Rune.IsControl(rune) ? 0 : 1;
        }

        if (Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return 0;
        }

        int low = 0;
        int high = (Wide.Length / 2) - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (rune.Value < Wide[2 * middle])
            {
                high = middle - 1;
            }
            else if (rune.Value > Wide[(2 * middle) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return 2;
            }
        }

        return 1;
    }
}
