using System.Globalization;
using System.Text;

namespace Lit.Components.Salience;

/// <summary>
/// Finds the words of a text: runs of letters, digits and marks; every other visible character stands alone.
/// </summary>
/// <remarks>
/// An apostrophe between letters and a point or comma between digits belong to the word, as in "don't" and "3.5".
/// Ideographs stand alone. Combining characters stay with what they follow.
/// </remarks>
internal static class WordSegmenter
{
    /// <summary>
    /// The words in order, as start and end in UTF-16 chars. They do not overlap; between them is only white space.
    /// </summary>
    public static List<(int Start, int End)> Segment(string text)
    {
        List<(int Start, int End)> words = [];
        Kind last = Kind.Space;
        int at = 0;
        while (at < text.Length)
        {
            int length = StringInfo.GetNextTextElementLength(text, at);
            Kind kind = KindOf(text, at);
            if (kind != Kind.Space)
            {
                if (words.Count > 0 && words[^1].End == at && Continues(last, kind, text, at, length))
                {
                    words[^1] = (words[^1].Start, at + length);
                    last = kind == Kind.Joiner ? last : kind;
                }
                else
                {
                    words.Add((at, at + length));
                    last = kind;
                }
            }

            at += length;
        }

        return words;
    }

    private static bool Continues(Kind last, Kind kind, string text, int at, int length) => kind switch
    {
        Kind.Letter or Kind.Digit => last is Kind.Letter or Kind.Digit,
        Kind.Joiner when at + length < text.Length => KindOf(text, at + length) is var next
            && (text[at] is '\'' or '\u2019'
                ? last == Kind.Letter && next == Kind.Letter
                : last == Kind.Digit && next == Kind.Digit),
        _ => false,
    };

    private static Kind KindOf(string text, int at)
    {
        Rune rune = Rune.TryGetRuneAt(text, at, out var value) ? value : Rune.ReplacementChar;
        return rune.Value switch
        {
            '\'' or '\u2019' or '.' or ',' => Kind.Joiner,
            '_' => Kind.Letter,
            (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) => Kind.Other,
            _ when Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) => Kind.Space,
            _ when Rune.IsLetter(rune) => Kind.Letter,
            _ when Rune.IsNumber(rune) => Kind.Digit,
            _ => Kind.Other,
        };
    }

    private enum Kind
    {
        Space,
        Letter,
        Digit,
        Joiner,
        Other,
    }
}
