using System.Globalization;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Comparison;

/// <summary>Tells whether one model is better than another, of predictions of the same examples.</summary>
public static class Compare
{
    /// <summary>Compares two sets of predictions by one score.</summary>
    /// <param name="before">Predictions of the first model, one for each example.</param>
    /// <param name="after">Predictions of the second model, one for each example.</param>
    /// <param name="dataset">The examples.</param>
    /// <param name="metric">The score, such as <see cref="Metrics.Accuracy"/>.</param>
    /// <param name="intervals">How often examples are drawn again for the intervals, and predictions exchanged for the p-value; null: 1000 times.</param>
    /// <returns>
    /// Both scores and their difference, with intervals of examples drawn for both at once; a p-value, exact where the metric
    /// has an exact test and otherwise from exchanging predictions at random; and what changed.
    /// </returns>
    /// <exception cref="LitException">The predictions do not fit the dataset, each other or the metric; the message says why.</exception>
    public static PairedComparison Paired(
        ExampleTable before, ExampleTable after, Dataset dataset, MetricScore metric, IntervalOptions? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(metric);
        intervals ??= new();
        MetricFields fields = metric.Metric.FindFields(before.Spec, dataset.Spec).FirstOrDefault()
            ?? throw new LitException($"{metric.Metric.Name}: expected a prediction that it can score, with a parent in the dataset; found {string.Join(", ", before.Spec.Keys)}.");
        if (!after.Spec.TryGetValue(fields.PredictionField, out LitType? type) || !type.Equals(fields.Prediction))
        {
            throw new LitException(
                $"{fields.PredictionField}: expected the same field in both predictions; found another in the second.");
        }

        MetricBatch first = Batch(before), second = Batch(after);
        PairedUnits units = metric.Metric.CreatePairedUnits(first, second, metric.Score);
        var joint = new JointStatistic(units);
        double[] scores = new double[3];
        joint.Evaluate(joint.Counts, scores);
        long support = units.Before.Zip(units.After).Count(pair => pair.First >= 0 || pair.Second >= 0);
        var values = new MetricValues(joint, intervals, support, scores);
        const string Undefined = "not defined for these examples";
        (double, double) range = (double.NegativeInfinity, double.PositiveInfinity);
        double p = double.IsNaN(scores[2]) ? double.NaN
            : units.ExactPValue ?? joint.RandomizedPValue(scores[2], Math.Max(1, intervals.Resamples), intervals.Seed);
        return new(
            values.Value(metric.Score, 0, range, Undefined),
            values.Value(metric.Score, 1, range, Undefined),
            values.Value($"{metric.Score} difference", 2, range, Undefined),
            p,
            units.ExactTest ?? "approximate randomisation",
            Changes(first, second));

        MetricBatch Batch(ExampleTable predictions)
            => new(fields, dataset, predictions) { Margins = metric.Metric.MarginsOf(fields, dataset) };
    }

    private static List<RowChange> Changes(MetricBatch before, MetricBatch after)
    {
        List<RowChange> changes = [];
        if (before.Fields.Prediction is MulticlassPreds classes)
        {
            int[] first = MulticlassMetrics.Decide(before, classes), second = MulticlassMetrics.Decide(after, classes);
            for (int row = 0; row < first.Length; row++)
            {
                if (first[row] != second[row])
                {
                    int label = before.LabelCodes[row];
                    changes.Add(new(
                        row, before.Id(row), before.Label(row)?.ToString(), Name(classes, first[row]), Name(classes, second[row]),
                        label < 0 ? ChangeEffect.Neither : Effect(first[row] == label, second[row] == label)));
                }
            }

            return changes;
        }

        for (int row = 0; row < before.Count; row++)
        {
            object? old = before.Prediction(row), now = after.Prediction(row), label = before.Label(row);
            if (Text(old) != Text(now))
            {
                changes.Add(new(row, before.Id(row), Text(label), Text(old), Text(now), EffectOf(label, old, now)));
            }
        }

        return changes;
    }

    private static string? Name(MulticlassPreds classes, int place) => place < 0 ? null : classes.Vocab[place];

    private static ChangeEffect Effect(bool before, bool after)
        => before == after ? ChangeEffect.Neither : after ? ChangeEffect.Better : ChangeEffect.Worse;

    private static ChangeEffect EffectOf(object? label, object? before, object? after)
    {
        if (label is double truth && before is double old && after is double now)
        {
            int order = Math.Abs(now - truth).CompareTo(Math.Abs(old - truth));
            return order == 0 ? ChangeEffect.Neither : order < 0 ? ChangeEffect.Better : ChangeEffect.Worse;
        }

        return label is string text ? Effect(text == before as string, text == after as string) : ChangeEffect.Neither;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        IReadOnlyList<ScoredText> scored => string.Join(", ", scored.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Text} {one.Score}"))),
        IEnumerable<string> texts => string.Join(", ", texts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
