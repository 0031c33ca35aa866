using System.Numerics.Tensors;
using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>Scores of a yes-or-no prediction: one number for each example, the higher the more likely positive.</summary>
/// <remarks>
/// Labels are 0 and 1. Everything else, and lengths that differ, is an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class BinaryScores
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
        const int Chunk = 1024;
        Span<double> logs = stackalloc double[Chunk];
        double sum = 0, weight = 0;
        for (int start = 0; start < labels.Length; start += Chunk)
        {
            int count = Math.Min(Chunk, labels.Length - start);
            for (int i = 0; i < count; i++)
            {
                int label = Label(labels, start + i);
                double p = Probability(probabilities, start + i);
                p = Math.Min(Math.Max(p, ClassProbabilities.Epsilon), 1 - ClassProbabilities.Epsilon);
                logs[i] = label == 0 ? 1 - p : p;
            }

            Span<double> own = logs[..count];
            TensorPrimitives.Log(own, own);
            if (weights.IsEmpty)
            {
                sum -= TensorPrimitives.Sum<double>(own);
                weight += count;
            }
            else
            {
                sum -= TensorPrimitives.Dot(own, weights.Slice(start, count));
                weight += TensorPrimitives.Sum(weights.Slice(start, count));
            }
        }

        return sum / weight;
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

    /// <summary>Keys of the positives, sorted, then keys of the negatives, sorted.</summary>
    private static ulong[] Split(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, out int positives)
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
