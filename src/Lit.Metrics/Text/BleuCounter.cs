using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>Matches and totals of each order, then the lengths of hypothesis and nearest reference.</summary>
internal sealed class BleuCounter(BleuOptions options) : TextCounter
{
    private readonly WordTable _words = new();
    private readonly NgramMatcher _matcher = new();
    private readonly TextBuffer _text = new();
    private readonly TextBuffer _lower = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _references = [];
    private readonly List<int> _ends = [];

    public override int SumCount => (2 * options.Order) + 2;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_words.IsFull)
        {
            _words.Clear();
        }

        _hypothesis.Clear();
        _references.Clear();
        _ends.Clear();
        Split(hypothesis, _hypothesis);
        int length = _hypothesis.Count, nearest = -1;
        foreach (string reference in references)
        {
            int begin = _references.Count;
            Split(reference, _references);
            int own = _references.Count - begin, gap = Math.Abs(own - length), least = Math.Abs(nearest - length);
            nearest = nearest < 0 || gap < least || (gap == least && own < nearest) ? own : nearest;
            _ends.Add(_references.Count);
        }

        _matcher.Begin(length, _references.Count);
        ReadOnlySpan<int> words = CollectionsMarshal.AsSpan(_hypothesis);
        for (int n = 1; n <= options.Order; n++)
        {
            sums[n - 1] = length < n
                ? 0
                : _matcher.Next(words, CollectionsMarshal.AsSpan(_references), CollectionsMarshal.AsSpan(_ends));
            sums[options.Order + n - 1] = Math.Max(0, length - n + 1);
        }

        sums[2 * options.Order] = length;
        sums[(2 * options.Order) + 1] = nearest;
    }

    private void Split(ReadOnlySpan<char> text, List<int> ids)
    {
        text = Characters.TrimEnd(text);
        if (options.IgnoreCase)
        {
            _lower.Clear();
            Characters.AppendLower(text, _lower);
            text = _lower.Text;
        }

        _text.Clear();
        options.Tokenizer.Write(text, _text);
        _words.Split(_text.Text, ids);
    }
}
