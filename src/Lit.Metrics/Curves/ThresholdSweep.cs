using Lit.Metrics.Ranks;

namespace Lit.Metrics.Curves;

/// <summary>Weight of positives and of negatives at or above each distinct score, from the lowest score up.</summary>
/// <remarks>One entry more than there are scores: at the end nothing is taken, and the threshold is ∞.</remarks>
internal sealed class ThresholdSweep
{
    internal ThresholdSweep(int distinct)
    {
        Positives = new double[distinct + 1];
        Negatives = new double[distinct + 1];
        Thresholds = new double[distinct + 1];
        Thresholds[distinct] = double.PositiveInfinity;
    }

    public double[] Positives { get; }

    public double[] Negatives { get; }

    public double[] Thresholds { get; }

    public double AllPositives => Positives[0];

    public double AllNegatives => Negatives[0];

    public static ThresholdSweep Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        if (!weights.IsEmpty)
        {
            BinaryScores.Check(labels, scores.Length, nameof(scores), weights);
            Spans.Finite(scores, "scores", nameof(scores));
            return Weighted(labels, scores, weights);
        }

        ulong[] keys = BinaryScores.Split(labels, scores, out int positives);
        return OfSorted(keys.AsSpan(0, positives), keys.AsSpan(positives));
    }

    /// <summary>From keys in ascending order: counts first, so that nothing larger than the curve is allocated.</summary>
    public static ThresholdSweep OfSorted(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        var sweep = new ThresholdSweep(CountDistinct(positives, negatives));
        int p = 0, n = 0;
        for (int i = 0; i < sweep.Thresholds.Length - 1; i++)
        {
            sweep.Positives[i] = positives.Length - p;
            sweep.Negatives[i] = negatives.Length - n;
            sweep.Thresholds[i] = SortableKeys.Score(Next(positives, negatives, ref p, ref n));
        }

        return sweep;
    }

    private static int CountDistinct(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        int distinct = 0, p = 0, n = 0;
        while (p < positives.Length || n < negatives.Length)
        {
            Next(positives, negatives, ref p, ref n);
            distinct++;
        }

        return distinct;
    }

    /// <summary>The lower of the next two keys; steps over all that equal it.</summary>
    private static ulong Next(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives, ref int p, ref int n)
    {
        ulong key = n == negatives.Length || (p < positives.Length && positives[p] < negatives[n])
            ? positives[p]
            : negatives[n];
        while (p < positives.Length && positives[p] == key)
        {
            p++;
        }

        while (n < negatives.Length && negatives[n] == key)
        {
            n++;
        }

        return key;
    }

    private static ThresholdSweep Weighted(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        // Examples of weight 0 make no threshold of their own.
        int[] rows = KeptRows(weights);
        ulong[] keys = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = SortableKeys.Of(scores[rows[i]]);
        }

        Array.Sort(keys, rows);
        int distinct = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            distinct += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
        }

        var sweep = new ThresholdSweep(distinct);
        double found = 0, other = 0;
        for (int i = keys.Length - 1, place = distinct - 1; i >= 0; i--)
        {
            double weight = weights[rows[i]];
            if (BinaryScores.Label(labels, rows[i]) == 1)
            {
                found += weight;
            }
            else
            {
                other += weight;
            }

            (sweep.Positives[place], sweep.Negatives[place]) = (found, other);
            sweep.Thresholds[place] = SortableKeys.Score(keys[i]);
            place -= i > 0 && keys[i - 1] != keys[i] ? 1 : 0;
        }

        return sweep;
    }

    private static int[] KeptRows(ReadOnlySpan<double> weights)
    {
        int[] rows = new int[weights.Length];
        int kept = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            rows[kept] = row;
            kept += weights[row] > 0 ? 1 : 0;
        }

        return rows[..kept];
    }
}
