using Lit.Metrics.Counts;

namespace Lit.Metrics;

/// <summary>Scores of predicted sets of labels.</summary>
public static class Multilabel
{
    /// <summary>Compares indicator matrices.</summary>
    /// <param name="truth">Row-major, one row for each example, one column for each label.</param>
    /// <param name="predicted">The same for what was predicted.</param>
    /// <param name="labels">How many labels there are, the width of a row.</param>
    /// <param name="weights">One for each example, finite, at least 0; empty: each counts 1.</param>
    /// <param name="undefined">
    /// Stands for 0/0, such as the precision of an example without a predicted label. NaN leaves it out of means.
    /// </param>
    /// <returns>Every score; NaN for no examples.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or are no multiple of <paramref name="labels"/>.</exception>
    public static MultilabelScore Score(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<bool> predicted,
        int labels,
        ReadOnlySpan<double> weights = default,
        double undefined = double.NaN)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        Spans.SameLength(truth.Length, predicted.Length, "predictions", nameof(predicted));
        if (truth.Length % labels != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {labels} labels; found {truth.Length} values.", nameof(truth));
        }

        int rows = truth.Length / labels;
        Spans.Weights(rows, weights);
        double[] right = new double[labels], said = new double[labels], real = new double[labels];
        double total = 0, exact = 0, wrong = 0;
        var precision = new Average();
        var recall = new Average();
        var f = new Average();
        var jaccard = new Average();
        for (int row = 0; row < rows; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            int both = 0, saidCount = 0, realCount = 0;
            for (int label = 0; label < labels; label++)
            {
                bool t = truth[(row * labels) + label], p = predicted[(row * labels) + label];
                (both, saidCount, realCount) = (both + (t && p ? 1 : 0), saidCount + (p ? 1 : 0), realCount + (t ? 1 : 0));
                right[label] += t && p ? weight : 0;
                said[label] += p ? weight : 0;
                real[label] += t ? weight : 0;
            }

            int differing = saidCount + realCount - (2 * both);
            total += weight;
            exact += differing == 0 ? weight : 0;
            wrong += weight * differing;
            PrecisionRecall own = PrecisionRecall.Of(both, saidCount, realCount, 1, undefined);
            precision.Add(own.Precision, weight);
            recall.Add(own.Recall, weight);
            f.Add(own.F, weight);
            jaccard.Add(PrecisionRecall.Divide(both, saidCount + realCount - both, undefined), weight);
        }

        var counts = new ClassCounts(right, said, real);
        var perLabel = new PrecisionRecall[labels];
        for (int label = 0; label < labels; label++)
        {
            perLabel[label] = counts.Of(label, 1, undefined);
        }

        return new(
            exact / total,
            wrong / (total * labels),
            new(precision.Value, recall.Value, f.Value, total),
            counts.Average(Averaging.Micro, 1, undefined),
            counts.Average(Averaging.Macro, 1, undefined),
            counts.Average(Averaging.Weighted, 1, undefined),
            jaccard.Value,
            counts.Jaccard(Averaging.Micro, undefined),
            counts.Jaccard(Averaging.Macro, undefined),
            counts.Jaccard(Averaging.Weighted, undefined),
            perLabel);
    }

    private struct Average
    {
        private double _sum;
        private double _weight;

        public readonly double Value => _sum / _weight;

        public void Add(double value, double weight)
        {
            if (!double.IsNaN(value))
            {
                _sum += weight * value;
                _weight += weight;
            }
        }
    }
}
