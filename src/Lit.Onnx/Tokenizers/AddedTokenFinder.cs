using System.Buffers;
using System.Globalization;
using System.Text;

namespace Lit.Onnx.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost match, and of those at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly SearchValues<string> _contents;
    private readonly Entry[] _longestFirst;

    /// <param name="tokens">The tokens, each with the text to look for.</param>
    public AddedTokenFinder(IEnumerable<(AddedToken Token, string Content)> tokens)
    {
        _longestFirst = [.. tokens
            .Where(token => token.Content.Length > 0)
            .Select(token => new Entry(token.Token, token.Content))
            .OrderByDescending(entry => entry.Content.Length)];
        _contents = SearchValues.Create([.. _longestFirst.Select(entry => entry.Content)], StringComparison.Ordinal);
    }

    public bool IsEmpty => _longestFirst.Length == 0;

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the search starts; what lies before is only looked at for the borders of words.</param>
    /// <param name="match">The token and its range, with the blanks that it takes.</param>
    /// <param name="limit">Where the token before ended; blanks before that are taken.</param>
    public bool TryFind(ReadOnlySpan<char> text, int from, int limit, out Match match)
    {
        while (from < text.Length)
        {
            int found = text[from..].IndexOfAny(_contents);
            if (found < 0)
            {
                break;
            }

            int start = from + found;
            var entry = LongestAt(text[start..]);
            int end = start + entry.Content.Length;
            if (entry.Token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                from = end;
                continue;
            }

            if (entry.Token.StripLeft)
            {
                start = Math.Max(limit, text[..start].TrimEnd().Length);
            }

            if (entry.Token.StripRight)
            {
                end = text.Length - text[end..].TrimStart().Length;
            }

            match = new(entry.Token, start, end);
            return true;
        }

        match = default;
        return false;
    }

    private Entry LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var entry in _longestFirst)
        {
            if (text.StartsWith(entry.Content))
            {
                return entry;
            }
        }

        throw new InvalidOperationException("Expected an added token where the search found one; found none.");
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text)
        => Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool StartsWithWord(ReadOnlySpan<char> text)
        => Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    /// <summary>Word characters as Unicode's regular expressions have them.</summary>
    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
            or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        _ => rune.Value is 0x200C or 0x200D,
    };

    internal readonly record struct Match(AddedToken Token, int Start, int End);

    private sealed record Entry(AddedToken Token, string Content);
}
