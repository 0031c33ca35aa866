namespace Lit.Metrics.Ranks;

/// <summary>Areas under the ROC and the precision-recall curve, from the sorted scores of each class.</summary>
/// <remarks>Scores come as <see cref="SortableKeys"/>, ascending. Ties between the classes are exact.</remarks>
internal static class RankedScores
{
    /// <summary>The chance that a random positive scores higher than a random negative, ties counting half.</summary>
    /// <returns>In [0, 1]; NaN when a class has no example.</returns>
    public static double RocArea(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        if (positives.IsEmpty || negatives.IsEmpty)
        {
            return double.NaN;
        }

        ulong wins = 0; // twice over, so that half a win is a whole number
        int p = 0, n = 0;
        while (p < positives.Length && n < negatives.Length)
        {
            ulong positive = positives[p], negative = negatives[n];
            if (positive == negative)
            {
                int tiedPositives = Run(positives, ref p), before = n, tiedNegatives = Run(negatives, ref n);
                wins += (ulong)tiedPositives * (ulong)((2L * before) + tiedNegatives);
                continue;
            }

            int lower = negative < positive ? 1 : 0;
            wins += (ulong)((1 - lower) * (2L * n));
            n += lower;
            p += 1 - lower;
        }

        wins += (ulong)(positives.Length - p) * 2 * (ulong)negatives.Length;
        return wins / 2.0 / ((double)positives.Length * negatives.Length);
    }

    /// <summary>Σ (Rₖ − Rₖ₋₁)Pₖ down the scores, all ties of one score taken together.</summary>
    /// <returns>In [0, 1]; 0 when no example is positive, NaN for no examples.</returns>
    public static double AveragePrecision(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        if (positives.IsEmpty)
        {
            return negatives.IsEmpty ? double.NaN : 0;
        }

        double sum = 0;
        int p = positives.Length - 1, n = negatives.Length - 1;
        while (p >= 0)
        {
            ulong score = positives[p];
            int last = p;
            while (p >= 0 && positives[p] == score)
            {
                p--;
            }

            while (n >= 0 && negatives[n] >= score)
            {
                n--;
            }

            double found = positives.Length - 1 - p, taken = found + (negatives.Length - 1 - n);
            sum += (last - p) * (found / taken);
        }

        return sum / positives.Length;
    }

    /// <summary>Both areas from the weight of positives and negatives at each distinct score, ascending.</summary>
    /// <remarks>This is what weights and resamples need: one pass, nothing sorted again.</remarks>
    public static (double Roc, double AveragePrecision) Areas(
        ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double found = 0, taken = 0, wins = 0, precision = 0, allNegatives = 0;
        for (int i = positives.Length - 1; i >= 0; i--)
        {
            double positive = positives[i], negative = negatives[i];
            wins += negative * (found + (positive / 2));
            found += positive;
            taken += positive + negative;
            allNegatives += negative;
            precision += positive > 0 ? positive * (found / taken) : 0;
        }

        return (
            found > 0 && allNegatives > 0 ? wins / (found * allNegatives) : double.NaN,
            found > 0 ? precision / found : taken > 0 ? 0 : double.NaN);
    }

    private static int Run(ReadOnlySpan<ulong> keys, ref int start)
    {
        int begin = start;
        ulong key = keys[begin];
        while (start < keys.Length && keys[start] == key)
        {
            start++;
        }

        return start - begin;
    }
}
