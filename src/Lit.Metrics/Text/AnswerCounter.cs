using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>Whether a text equals one of its references, then the best F score of shared words.</summary>
internal sealed class AnswerCounter(TextNormalization normalization) : TextCounter
{
    private readonly WordTable _words = new();
    private readonly NgramMatcher _matcher = new();
    private readonly TextNormalizer _normalizer = new(normalization);
    private readonly TextNormalizer _referenceNormalizer = new(normalization);
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];

    public override int SumCount => 2;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_words.IsFull)
        {
            _words.Clear();
        }

        ReadOnlySpan<char> own = _normalizer.Normalize(hypothesis);
        _hypothesis.Clear();
        _words.Split(own, _hypothesis);
        foreach (string reference in references)
        {
            ReadOnlySpan<char> wanted = _referenceNormalizer.Normalize(reference);
            _reference.Clear();
            _words.Split(wanted, _reference);
            sums[0] = Math.Max(sums[0], own.SequenceEqual(wanted) ? 1 : 0);
            sums[1] = Math.Max(sums[1], F());
        }
    }

    private double F()
    {
        if (_hypothesis.Count == 0 || _reference.Count == 0)
        {
            return _hypothesis.Count == _reference.Count ? 1 : 0;
        }

        _matcher.Begin(_hypothesis.Count, _reference.Count);
        int shared = _matcher.Next(
            CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference), [_reference.Count]);
        return RougeScore.Of(shared, _hypothesis.Count, _reference.Count).F;
    }
}
