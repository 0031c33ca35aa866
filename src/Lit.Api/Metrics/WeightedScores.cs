using System.Globalization;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>Scores of examples that count more or less than one each.</summary>
internal static class WeightedScores
{
    public static EvaluationResult Run(
        Metric metric,
        Dataset dataset,
        ExampleTable predictions,
        string weightField,
        IReadOnlyList<Facet> facets,
        IntervalOptions intervals)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(weightField);
        Evaluation.CheckCount(dataset, predictions);
        double[] weights = ReadWeights(dataset, weightField);
        int[] all = [.. Enumerable.Range(0, dataset.Count)];
        MetricFields[] found = [.. metric.FindFields(predictions.Spec, dataset.Spec)];
        if (found.Length == 0)
        {
            throw Evaluation.NothingToScore(metric, dataset, predictions);
        }

        List<FieldEvaluation> evaluations = [];
        foreach (MetricFields fields in found)
        {
            var batch = new MetricBatch(fields, dataset, predictions) { Margins = metric.MarginsOf(fields, dataset) };
            Dictionary<string, PairedUnits> units = new(StringComparer.Ordinal);
            List<FacetEvaluation> parts = [];
            foreach (Facet facet in facets)
            {
                foreach ((string value, int[] rows) in FacetGroups.Of(facet, dataset))
                {
                    (IReadOnlyList<MetricValue> scores, MetricState state) = Score(rows);
                    parts.Add(new(facet.Field, value, rows.Length, scores, state));
                }
            }

            (IReadOnlyList<MetricValue> values, MetricState whole) = Score(all);
            evaluations.Add(new(metric, fields, dataset.Count, values, parts, whole));

            (IReadOnlyList<MetricValue> Values, MetricState State) Score(int[] rows)
            {
                // Definedness, ranges and reasons are those of the examples that count at all.
                int[] counted = [.. rows.Where(row => weights[row] > 0)];
                MetricState plain = metric.CreateState(fields);
                plain.Add(batch, counted);
                MetricValue[] values = [.. plain.Compute(IntervalOptions.None).Select(value => Weigh(value, counted))];
                return (values, new Unmergeable(metric.Name, plain.Count));
            }

            MetricValue Weigh(MetricValue plain, int[] counted)
            {
                if (double.IsNaN(plain.Value) || !metric.MetaSpec.ContainsKey(plain.Name))
                {
                    return plain;
                }

                if (!units.TryGetValue(plain.Name, out PairedUnits? own))
                {
                    units[plain.Name] = own = metric.CreatePairedUnits(batch, batch, plain.Name);
                }

                return own.Statistic is RepeatedRows ? Unweighable(plain) : Weighted(plain, own, counted, weights, intervals);
            }
        }

        return new(dataset.Name, evaluations);
    }

    private static MetricValue Weighted(
        MetricValue plain, PairedUnits units, int[] counted, double[] weights, IntervalOptions intervals)
    {
        int[] rows = [.. counted.Where(row => units.Before[row] >= 0)];
        var statistic = new Rows(units, rows, weights);
        MetricValue weighted = new MetricValues(statistic, intervals, rows.Length).Value(plain.Name, 0, plain.Range, "");

        // Where a score is 0 for want of anything to count, the statistic has NaN.
        double score = double.IsNaN(weighted.Value) ? plain.Value : weighted.Value;
        return plain with
        {
            Value = score,
            Resamples = weighted.Resamples,
            Level = weighted.Level,
            Method = plain.Method == IntervalMethod.Basic ? plain.Method : weighted.Method,
            Acceleration = weighted.Acceleration,
            ErrorBound = 0,
            Range = plain.IsCount ? (0, rows.Sum(row => weights[row])) : plain.Range,
            IsCount = plain.IsCount && double.IsInteger(score),
        };
    }

    private static MetricValue Unweighable(MetricValue plain)
        => plain.IsCount
            ? plain
            : plain with { Value = double.NaN, Reason = "cannot be weighted: it is scored of whole examples only" };

    private static double[] ReadWeights(Dataset dataset, string field)
    {
        double[] weights = new double[dataset.Count];
        dataset.CopyDoubles(field, weights);
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && double.IsFinite(weights[row])))
            {
                string found = double.IsNaN(weights[row]) ? "none" : weights[row].ToString(CultureInfo.InvariantCulture);
                throw new LitException(
                    $"Dataset '{dataset.Name}', row {row}, field '{field}': expected a finite weight of at least 0, found {found}.");
            }
        }

        return Array.Exists(weights, weight => weight > 0)
            ? weights
            : throw new LitException(
                $"Dataset '{dataset.Name}', field '{field}': expected a weight above 0 in at least one of {weights.Length} rows, found none.");
    }

    /// <summary>Each example is a unit: drawing it twice counts its weight twice.</summary>
    private sealed class Rows(PairedUnits units, int[] rows, double[] weights) : SufficientStatistic
    {
        private readonly double[] _ones = [.. Enumerable.Repeat(1.0, rows.Length)];
        private readonly double[] _counts = new double[units.Statistic.Counts.Length];
        private readonly double[] _scores = new double[units.Statistic.ScoreCount];

        public override ReadOnlySpan<double> Counts => _ones;

        public override int ScoreCount => 1;

        public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        {
            Array.Clear(_counts);
            for (int i = 0; i < rows.Length; i++)
            {
                _counts[units.Before[rows[i]]] += counts[i] * weights[rows[i]];
            }

            units.Statistic.Evaluate(_counts, _scores);
            scores[0] = _scores[units.Score];
        }
    }

    /// <summary>Stands for a state where weights leave none that others could be added to.</summary>
    private sealed class Unmergeable(string metric, long count) : MetricState
    {
        public override long Count => count;

        public override void Add(MetricBatch batch, ReadOnlySpan<int> rows) => throw Refused();

        public override void Merge(MetricState other) => throw Refused();

        public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals) => throw Refused();

        public override void Write(Utf8JsonWriter writer) => throw Refused();

        private NotSupportedException Refused()
            => new($"{metric}: scores by weights have no state to merge or to write. Score all examples at once, or without weights.");
    }
}
