using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>
/// For each order, characters before words: n-grams of hypothesis and reference, and how many they share.
/// </summary>
/// <remarks>Of several references the one with the best score counts, the first of equals.</remarks>
internal sealed class ChrfCounter(ChrfOptions options) : TextCounter
{
    private readonly WordTable _table = new();
    private readonly NgramMatcher _matcher = new();
    private readonly TextBuffer _lower = new();
    private readonly List<int> _characters = [];
    private readonly List<int> _words = [];
    private readonly List<int> _referenceCharacters = [];
    private readonly List<int> _referenceWords = [];
    private readonly double[] _own = new double[3 * options.Orders];

    public override int SumCount => 3 * options.Orders;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_table.IsFull)
        {
            _table.Clear();
        }

        Read(hypothesis, _characters, _words);
        double best = -1;
        foreach (string reference in references)
        {
            Read(reference, _referenceCharacters, _referenceWords);
            Span<double> own = references.Length == 1 ? sums : _own;
            Match(_characters, _referenceCharacters, options.CharacterOrder, own);
            Match(_words, _referenceWords, options.WordOrder, own[(3 * options.CharacterOrder)..]);
            if (references.Length > 1 && Chrf.Value(own, options) is var score && score > best)
            {
                best = score;
                own.CopyTo(sums);
            }
        }
    }

    private void Match(List<int> hypothesis, List<int> reference, int orders, Span<double> sums)
    {
        ReadOnlySpan<int> own = CollectionsMarshal.AsSpan(hypothesis), wanted = CollectionsMarshal.AsSpan(reference);
        _matcher.Begin(own.Length, wanted.Length);
        for (int n = 1; n <= orders; n++)
        {
            int total = Math.Max(0, wanted.Length - n + 1);
            sums[(3 * n) - 3] = total > 0 ? Math.Max(0, own.Length - n + 1) : 0;
            sums[(3 * n) - 2] = total;
            sums[(3 * n) - 1] = total > 0 && own.Length >= n ? _matcher.Next(own, wanted, [wanted.Length]) : 0;
        }
    }

    private void Read(ReadOnlySpan<char> text, List<int> characters, List<int> words)
    {
        if (options.IgnoreCase)
        {
            _lower.Clear();
            Characters.AppendLower(text, _lower);
            text = _lower.Text;
        }

        characters.Clear();
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                characters.Add(char.ConvertToUtf32(character, text[++i]));
            }
            else if (options.Whitespace || !Characters.IsSpace(character))
            {
                characters.Add(character);
            }
        }

        if (options.WordOrder > 0)
        {
            ReadWords(text, words);
        }
    }

    /// <summary>Words, one ASCII mark split off the end, or else off the start, of those longer than it.</summary>
    private void ReadWords(ReadOnlySpan<char> text, List<int> words)
    {
        words.Clear();
        foreach (Range range in new SpaceSplit(text))
        {
            ReadOnlySpan<char> word = text[range];
            if (word.Length > 1 && IsMark(word[^1]))
            {
                words.Add(_table.IdOf(word[..^1]));
                words.Add(_table.IdOf(word[^1..]));
            }
            else if (word.Length > 1 && IsMark(word[0]))
            {
                words.Add(_table.IdOf(word[..1]));
                words.Add(_table.IdOf(word[1..]));
            }
            else
            {
                words.Add(_table.IdOf(word));
            }
        }
    }

    private static bool IsMark(char character) => character is > ' ' and < '\u007F' && !char.IsAsciiLetterOrDigit(character);
}
