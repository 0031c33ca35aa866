using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Significance;
using Lit.Types;

namespace Lit.Metrics.Slices;

/// <summary>Finds the examples that a model is worst on, by what they have in common.</summary>
public static class SliceFinder
{
    /// <summary>Finds the worst slices, of all there are.</summary>
    /// <param name="predictions">Examples and what was predicted for them.</param>
    /// <param name="features">Fields of the dataset; of each its values, or ranges of its numbers.</param>
    /// <param name="options">What to look for; null: the ten slices of lowest accuracy, of up to two conditions and at least 30 examples.</param>
    /// <param name="cancellationToken">Stops the search between two features.</param>
    /// <returns>The greatest difference to the rest first. Only slices that chance does not explain, after correction for every slice there could be.</returns>
    /// <exception cref="LitException">A field does not exist or has too many values, or the metric does not fit.</exception>
    public static async ValueTask<WorstSlices> WorstAsync(
        LabelledPredictions predictions,
        IReadOnlyList<string> features,
        SliceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(features);
        options ??= new();
        Metric metric = options.Metric.Metric;
        MetricFields fields = metric.FindFields(predictions.Predictions.Spec, predictions.Dataset.Spec).FirstOrDefault()
            ?? throw new LitException(
                $"{metric.Name}: expected a prediction that it can score, with a parent in the dataset; found {string.Join(", ", predictions.Predictions.Spec.Keys)}.");
        if (!metric.MetaSpec.TryGetValue(options.Metric.Score, out LitType? type))
        {
            throw new LitException(
                $"{metric.Name}: expected one of the scores {string.Join(", ", metric.MetaSpec.Keys)}; found '{options.Metric.Score}'.");
        }

        var batch = new MetricBatch(fields, predictions.Dataset, predictions.Predictions)
        {
            Margins = metric.MarginsOf(fields, predictions.Dataset),
        };
        double[] scores = RowScores.Of(options.Metric, batch);
        MetricBestValue best = (type as MetricResult)?.BestValue ?? MetricBestValue.Zero;
        double[] losses = RowScores.Losses(scores, best);
        int[] kept = [.. Enumerable.Range(0, scores.Length).Where(row => !double.IsNaN(scores[row]))];
        var columns = features.Select(feature => Encode(predictions.Dataset, feature, options, kept)).ToArray();
        var search = new SliceSearch(
            [.. columns.Select(column => column.Codes)],
            [.. columns.Select(column => column.Values.Count)],
            [.. kept.Select(row => losses[row])],
            options);
        for (int column = 0; column < columns.Length; column++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            search.SearchFrom(column);
            await Task.Yield();
        }

        double total = kept.Sum(row => scores[row]), sign = best == MetricBestValue.Highest ? -1 : 1;
        double z = Normal.Quantile(0.975);
        return new(
            options.Metric.Score,
            [
                .. search.Worst.Select(found =>
                {
                    // With the difference d of a slice of n of N: its mean is (total + d (N − n)) / N.
                    double difference = sign * found.Effect;
                    double mean = (total + (difference * (kept.Length - found.Support))) / kept.Length;
                    return new Slice(
                        [.. found.Conditions.Select(c => (features[c.Column], columns[c.Column].Values[c.Code]))],
                        found.Support,
                        mean,
                        mean - difference,
                        new Interval(difference - (z * found.Error), difference + (z * found.Error)),
                        found.PValue);
                }),
            ],
            search.Candidates);
    }

    private static (int[] Codes, IReadOnlyList<string> Values) Encode(
        Dataset dataset, string feature, SliceOptions options, int[] kept)
    {
        var groups = new Facet(feature) { Bins = options.Bins, MostGroups = 10_000 }.Split(dataset);
        int[] codes = new int[dataset.Count];
        Array.Fill(codes, -1);
        for (int code = 0; code < groups.Count; code++)
        {
            foreach (int row in groups[code].Rows)
            {
                codes[row] = codes[row] < 0
                    ? code
                    : throw new LitException(
                        $"Dataset '{dataset.Name}', row {row}, field '{feature}': expected one value for a slice, found several.");
            }
        }

        return ([.. kept.Select(row => codes[row])], [.. groups.Select(group => group.Value)]);
    }
}
