using Lit.Api.Metrics;
using Lit.Metrics.Comparison;
using Lit.Types;

namespace Lit.Metrics.Slices;

/// <summary>The score of each example alone; NaN for one that is left out.</summary>
internal static class RowScores
{
    public static double[] Of(MetricScore metric, MetricBatch batch)
    {
        double[] scores = new double[batch.Count];
        if (metric.Metric is MulticlassMetrics && batch.Fields.Prediction is MulticlassPreds classes && metric.Score == "accuracy")
        {
            int[] predicted = MulticlassMetrics.Decide(batch, classes);
            for (int row = 0; row < scores.Length; row++)
            {
                int label = batch.LabelCodes[row];
                scores[row] = label < 0 || predicted[row] < 0 ? double.NaN : label == predicted[row] ? 1 : 0;
            }

            return scores;
        }

        for (int row = 0; row < scores.Length; row++)
        {
            MetricState state = metric.Metric.CreateState(batch.Fields);
            state.Add(batch, [row]);
            scores[row] = state.Compute(IntervalOptions.None).FirstOrDefault(value => value.Name == metric.Score)?.Value ?? double.NaN;
        }

        return scores;
    }

    /// <summary>Scores turned so that more is worse, and shifted so that none is below 0.</summary>
    public static double[] Losses(double[] scores, MetricBestValue best)
    {
        double[] known = [.. scores.Where(score => !double.IsNaN(score))];
        bool high = best == MetricBestValue.Highest;
        double edge = known.Length == 0 ? 0 : high ? known.Max() : Math.Min(0, known.Min());
        return Array.ConvertAll(scores, score => high ? edge - score : score - edge);
    }
}
