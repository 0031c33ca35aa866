using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;

namespace Lit.Metrics.Text;

/// <summary>
/// Precision, recall and F of each kind; of several references that with the best F counts, the first of equals.
/// </summary>
internal sealed class RougeCounter(IReadOnlyList<RougeKind> kinds, bool stem) : TextCounter
{
    public const int NumbersOfKind = 3;

    private readonly RougeTokens _tokens = new(stem);
    private readonly NgramMatcher _matcher = new();
    private readonly CommonSubsequence _subsequence = new();
    private readonly RougeSummary _summary = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly int _highest = kinds.Select(kind => kind.Order).Append(0).Max();
    private readonly bool _hasSummary = kinds.Any(kind => kind.IsSummary);

    public override int SumCount => NumbersOfKind * kinds.Count;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        _tokens.Begin();
        _hypothesis.Clear();
        _tokens.Read(hypothesis, _hypothesis);
        if (_hasSummary)
        {
            _summary.ReadHypothesis(hypothesis, _tokens);
        }

        for (int i = 0; i < references.Length; i++)
        {
            _reference.Clear();
            _tokens.Read(references[i], _reference);
            Compare(references[i], isFirst: i == 0, sums);
        }
    }

    private void Compare(string reference, bool isFirst, Span<double> sums)
    {
        ReadOnlySpan<int> own = CollectionsMarshal.AsSpan(_hypothesis), wanted = CollectionsMarshal.AsSpan(_reference);
        _matcher.Begin(own.Length, wanted.Length);
        for (int n = 1; n <= _highest; n++)
        {
            int shared = own.Length >= n && wanted.Length >= n ? _matcher.Next(own, wanted, [wanted.Length]) : 0;
            RougeScore score = RougeScore.Of(shared, own.Length - n + 1, wanted.Length - n + 1);
            for (int kind = 0; kind < kinds.Count; kind++)
            {
                if (kinds[kind].Order == n)
                {
                    Keep(kind, score, isFirst, sums);
                }
            }
        }

        for (int kind = 0; kind < kinds.Count; kind++)
        {
            if (kinds[kind].IsSummary)
            {
                Keep(kind, _summary.Score(reference, _tokens), isFirst, sums);
            }
            else if (kinds[kind].Order == 0)
            {
                Keep(kind, RougeScore.Of(_subsequence.Length(wanted, own), own.Length, wanted.Length), isFirst, sums);
            }
        }
    }

    private static void Keep(int kind, RougeScore score, bool isFirst, Span<double> sums)
    {
        if (isFirst || score.F > sums[(NumbersOfKind * kind) + 2])
        {
            (sums[NumbersOfKind * kind], sums[(NumbersOfKind * kind) + 1], sums[(NumbersOfKind * kind) + 2]) = score;
        }
    }
}
