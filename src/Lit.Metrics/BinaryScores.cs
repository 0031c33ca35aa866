using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>Scores of a yes-or-no prediction: one number for each example, the higher the more likely positive.</summary>
/// <remarks>
/// Labels are 0 and 1. Everything else, and lengths that differ, is an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static partial class BinaryScores
{
    /// <summary>Area under the ROC curve: the chance that a positive scores higher than a negative, ties counting half.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">One finite number for each label; any scale, only the order counts.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 1], exact with ties; NaN when a class has no example.</returns>
    public static double RocAuc(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        if (!weights.IsEmpty)
        {
            return WeightedAreas(labels, scores, weights).Roc;
        }

        ulong[] keys = Split(labels, scores, out int positives);
        return RankedScores.RocArea(keys.AsSpan(0, positives), keys.AsSpan(positives));
    }

    /// <summary>Average precision, Σ (Rₖ − Rₖ₋₁)Pₖ: a step sum, nothing interpolated.</summary>
    /// <returns>In [0, 1]; 0 when no example is positive; NaN for no examples.</returns>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static double AveragePrecision(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        if (!weights.IsEmpty)
        {
            return WeightedAreas(labels, scores, weights).AveragePrecision;
        }

        ulong[] keys = Split(labels, scores, out int positives);
        return RankedScores.AveragePrecision(keys.AsSpan(0, positives), keys.AsSpan(positives));
    }

    /// <summary>Mean of −ln of the probability given to what is true, in nats.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="probabilities">Of a positive, in [0, 1]; taken into [2⁻⁵², 1 − 2⁻⁵²] first, so that no row is infinite.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>At least 0; NaN for no examples.</returns>
    public static double LogLoss(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        Check(labels, probabilities.Length, nameof(probabilities), weights);
        return weights.IsEmpty ? PlainLogLoss(labels, probabilities) : WeightedLogLoss(labels, probabilities, weights);
    }

    /// <summary>Mean squared distance of the positive's probability from 0 or 1.</summary>
    /// <returns>In [0, 1]; NaN for no examples. Half of what the sum over both classes would give.</returns>
    /// <inheritdoc cref="LogLoss" path="/param"/>
    public static double Brier(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        Check(labels, probabilities.Length, nameof(probabilities), weights);
        double sum = 0, weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double distance = Probability(probabilities, row) - Label(labels, row);
            double own = weights.IsEmpty ? 1 : weights[row];
            sum += own * distance * distance;
            weight += own;
        }

        return sum / weight;
    }

    internal static void Check(
        ReadOnlySpan<int> labels, int scores, string parameter, ReadOnlySpan<double> weights)
    {
        Spans.SameLength(labels.Length, scores, "scores", parameter);
        Spans.Weights(labels.Length, weights);
    }

    internal static int Label(ReadOnlySpan<int> labels, int row)
        => (uint)labels[row] <= 1 ? labels[row] : throw Spans.Label(row, labels[row], 2, nameof(labels));

    internal static double Probability(ReadOnlySpan<double> probabilities, int row)
        => probabilities[row] is >= 0 and <= 1
            ? probabilities[row]
            : throw Spans.Probability(row, probabilities[row], nameof(probabilities));

    /// <summary>One logarithm for a product of sixteen: none of them is below 2⁻⁵², so the product is no less than 2⁻⁸³².</summary>
    private static double PlainLogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities)
    {
        const int Factors = 16;
        double sum = 0;
        for (int start = 0; start < labels.Length; start += Factors)
        {
            ReadOnlySpan<int> own = labels.Slice(start, Math.Min(Factors, labels.Length - start));
            ReadOnlySpan<double> p = probabilities.Slice(start, own.Length);
            double even = 1, odd = 1;
            bool valid = true;
            for (int i = 0; i < p.Length; i++)
            {
                double truth = OfTruth(own[i], p[i]);
                valid &= p[i] is >= 0 and <= 1 && (uint)own[i] <= 1;
                (even, odd) = (odd, even * truth);
            }

            if (!valid)
            {
                throw Invalid(labels, probabilities, start);
            }

            sum -= Math.Log(even * odd);
        }

        return sum / labels.Length;
    }

    private static double WeightedLogLoss(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        double sum = 0, weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            sum -= weights[row] * Math.Log(OfTruth(Label(labels, row), Probability(probabilities, row)));
            weight += weights[row];
        }

        return sum / weight;
    }

    /// <summary>The probability given to what is true: |p − 0| or |p − 1|, kept away from 0 and 1.</summary>
    private static double OfTruth(int label, double probability)
        => Math.Min(
            Math.Max(Math.Abs(probability - (1 - label)), ClassProbabilities.Epsilon), 1 - ClassProbabilities.Epsilon);

    internal static ArgumentException Invalid(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int start)
    {
        int row = start;
        while ((uint)labels[row] <= 1 && probabilities[row] is >= 0 and <= 1)
        {
            row++;
        }

        return (uint)labels[row] > 1
            ? Spans.Label(row, labels[row], 2, nameof(labels))
            : Spans.Probability(row, probabilities[row], nameof(probabilities));
    }

    /// <summary>Keys of the positives, sorted, then keys of the negatives, sorted.</summary>
    internal static ulong[] Split(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, out int positives)
    {
        Spans.SameLength(labels.Length, scores.Length, "scores", nameof(scores));
        ulong[] keys = new ulong[labels.Length];
        int front = 0, back = keys.Length - 1;
        for (int row = 0; row < labels.Length; row++)
        {
            int label = Label(labels, row);
            double score = scores[row];
            if (!double.IsFinite(score))
            {
                Spans.Finite(scores, "scores", nameof(scores));
            }

            ulong key = SortableKeys.Of(score);
            keys[label != 0 ? front : back] = key;
            front += label;
            back -= 1 - label;
        }

        positives = front;
        ulong[] scratch = new ulong[Math.Max(positives, keys.Length - positives)];
        RadixSort.Sort(keys.AsSpan(0, positives), scratch);
        RadixSort.Sort(keys.AsSpan(positives), scratch);
        return keys;
    }

    private static (double Roc, double AveragePrecision) WeightedAreas(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        Check(labels, scores.Length, nameof(scores), weights);
        Spans.Finite(scores, "scores", nameof(scores));
        double[] sorted = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        double[] positives = new double[sorted.Length], negatives = new double[sorted.Length];
        int distinct = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
            (Label(labels, rows[i]) == 1 ? positives : negatives)[distinct] += weights[rows[i]];
        }

        return RankedScores.Areas(positives.AsSpan(0, distinct + 1), negatives.AsSpan(0, distinct + 1));
    }
}
