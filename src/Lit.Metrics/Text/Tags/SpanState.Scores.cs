using Lit.Api.Metrics;
using Lit.Metrics.Counts;

namespace Lit.Metrics.Text.Tags;

/// <content>The scores, and how they change when sequences are drawn again.</content>
internal sealed partial class SpanState
{
    private const int TagAccuracy = SpanMetrics.AllScores - 1;
    private const string NothingFound = "no span is true or predicted";

    public SpanScore Score()
    {
        double[] counts = ByName(_sums);
        string[] names = [.. _types.Order(StringComparer.Ordinal)];
        return new(
            SpanAverages.Micro(counts),
            SpanAverages.Mean(counts, isWeighted: false),
            SpanAverages.Mean(counts, isWeighted: true),
            [.. names.Select((name, i) => new TypeScore(name, SpanAverages.Of(counts[3 * i], counts[(3 * i) + 1], counts[(3 * i) + 2])))],
            _sums[0] / _sums[1]);
    }

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        List<MetricValue> values = [];
        if (Count > 0)
        {
            double[] scores = new double[SpanMetrics.AllScores];
            Evaluate(_sums, ByName(_sums), scores);
            var builder = new MetricValues(new Statistic(this), intervals, Count, scores);
            int next = 0;
            foreach (string name in metric.MetaSpec.Keys)
            {
                MetricValue value = builder.Value(name, next, (0, 1), next == TagAccuracy ? "there are no tokens" : NothingFound);
                values.Add(value with { Reason = value.Reason ?? ReasonOf(next) });
                next++;
            }
        }

        if (_missing > 0)
        {
            values.Add(new("num_missing_labels", _missing, _missing) { IsCount = true, Reason = "left out of all other scores" });
        }

        return values;
    }

    /// <summary>Why a score is 0 though nothing is wrong.</summary>
    private string? ReasonOf(int score)
    {
        bool isPredicted = SumOf(1) > 0, isTrue = SumOf(2) > 0;
        return (score % 3) switch
        {
            _ when score == TagAccuracy => null,
            0 when !isPredicted => "no span is predicted",
            1 when !isTrue => "no span is true",
            2 when !isPredicted && !isTrue => NothingFound,
            _ => null,
        };
    }

    private double SumOf(int column)
    {
        double sum = 0;
        for (int i = TagColumns + column; i < _sums.Length; i += TypeColumns)
        {
            sum += _sums[i];
        }

        return sum;
    }

    /// <summary>
    /// The counts of types by their names, so that sums do not depend on the order in which types came.
    /// </summary>
    private double[] ByName(double[] sums)
    {
        int[] order = [.. Enumerable.Range(0, _types.Count).OrderBy(type => _types[type], StringComparer.Ordinal)];
        return [.. order.SelectMany(type => sums.Skip(TagColumns + (TypeColumns * type)).Take(TypeColumns))];
    }

    internal static void Evaluate(ReadOnlySpan<double> tags, ReadOnlySpan<double> counts, Span<double> scores)
    {
        PrecisionRecall micro = SpanAverages.Micro(counts), macro = SpanAverages.Mean(counts, isWeighted: false);
        PrecisionRecall weighted = SpanAverages.Mean(counts, isWeighted: true);
        (scores[0], scores[1], scores[2]) = (micro.Precision, micro.Recall, micro.F);
        (scores[3], scores[4], scores[5]) = (macro.Precision, macro.Recall, macro.F);
        (scores[6], scores[7], scores[8]) = (weighted.Precision, weighted.Recall, weighted.F);
        scores[TagAccuracy] = tags[0] / tags[1];
    }

    private sealed class Statistic : SufficientStatistic
    {
        private readonly double[] _rows;
        private readonly double[] _counts;
        private readonly double[] _sums;
        private readonly int _width;

        public Statistic(SpanState state)
        {
            int[] places = [.. Enumerable.Repeat(-1, state._sums.Length)];
            (places[0], places[1]) = (0, 1);
            int[] order = [.. Enumerable.Range(0, state._types.Count).OrderBy(type => state._types[type], StringComparer.Ordinal)];
            for (int i = 0; i < TypeColumns * order.Length; i++)
            {
                places[TagColumns + (TypeColumns * order[i / TypeColumns]) + (i % TypeColumns)] = TagColumns + i;
            }

            _width = TagColumns + (TypeColumns * order.Length);
            SampledRows sample = state._sample.Rearranged(_width, places);
            _rows = sample.ToSortedRows();
            _counts = new double[sample.Count];
            Array.Fill(_counts, 1);
            _sums = new double[_width];
            SampledShare = sample.Share;
        }

        public override ReadOnlySpan<double> Counts => _counts;

        public override int ScoreCount => SpanMetrics.AllScores;

        public override double SampledShare { get; }

        public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        {
            Array.Clear(_sums);
            for (int row = 0; row < counts.Length; row++)
            {
                if (counts[row] > 0)
                {
                    for (int i = 0; i < _width; i++)
                    {
                        _sums[i] += counts[row] * _rows[(row * _width) + i];
                    }
                }
            }

            SpanState.Evaluate(_sums, _sums.AsSpan(TagColumns), scores);
        }
    }
}
