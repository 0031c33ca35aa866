namespace Lit.Metrics.Significance;

/// <summary>P-values corrected for how many were looked at.</summary>
/// <remarks>
/// Reject what is at or below the level after correction. A p-value outside [0, 1] or NaN is an
/// <see cref="ArgumentException"/> that names its place.
/// </remarks>
public static class MultipleTesting
{
    /// <summary>Bonferroni: the chance of any false finding is at most the level, whatever the tests have in common.</summary>
    /// <param name="pValues">P-values, in [0, 1].</param>
    /// <returns>One for each, in their order.</returns>
    public static double[] Bonferroni(ReadOnlySpan<double> pValues)
        => Step(pValues, false, (p, _, count) => p * count);

    /// <summary>Holm: promises what Bonferroni does, and finds at least as much.</summary>
    /// <inheritdoc cref="Bonferroni"/>
    public static double[] Holm(ReadOnlySpan<double> pValues)
        => Step(pValues, false, (p, rank, count) => p * (count - rank + 1));

    /// <summary>Hochberg: promises what Holm does for tests that are independent or positively dependent, and finds at least as much.</summary>
    /// <inheritdoc cref="Bonferroni"/>
    public static double[] Hochberg(ReadOnlySpan<double> pValues)
        => Step(pValues, true, (p, rank, count) => p * (count - rank + 1));

    /// <summary>
    /// Benjamini and Hochberg: of what is found, the expected share of false findings is at most the level, for tests that are
    /// independent or positively dependent.
    /// </summary>
    /// <inheritdoc cref="Bonferroni"/>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
        => Step(pValues, true, (p, rank, count) => p * count / rank);

    /// <summary>Benjamini and Yekutieli: promises what Benjamini and Hochberg do whatever the tests have in common.</summary>
    /// <inheritdoc cref="Bonferroni"/>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> pValues)
    {
        double harmonic = 0;
        for (int i = 1; i <= pValues.Length; i++)
        {
            harmonic += 1.0 / i;
        }

        return Step(pValues, true, (p, rank, count) => p * count / rank * harmonic);
    }

    /// <param name="pValues">P-values.</param>
    /// <param name="fromLargest">Whether the largest p-value comes first and a correction never exceeds that of a larger one.</param>
    /// <param name="correct">From a p-value, its rank from 1 and the number of tests.</param>
    private static double[] Step(ReadOnlySpan<double> pValues, bool fromLargest, Func<double, int, int, double> correct)
    {
        double[] sorted = pValues.ToArray(), corrected = new double[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (!(sorted[i] is >= 0 and <= 1))
            {
                throw new ArgumentException($"Expected p-values in [0, 1]; found {sorted[i]} in place {i}.", nameof(pValues));
            }
        }

        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, places);
        double bound = fromLargest ? 1 : 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            int rank = fromLargest ? sorted.Length - i : i + 1;
            double own = Math.Min(1, correct(sorted[rank - 1], rank, sorted.Length));
            bound = fromLargest ? Math.Min(bound, own) : Math.Max(bound, own);
            corrected[places[rank - 1]] = bound;
        }

        return corrected;
    }
}
