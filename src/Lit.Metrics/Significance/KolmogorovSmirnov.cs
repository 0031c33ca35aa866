namespace Lit.Metrics.Significance;

/// <summary>Whether two samples come from one distribution, by the widest gap between the shares at or below any number.</summary>
public static class KolmogorovSmirnov
{
    private const long MostExactPaths = 10_000_000;

    /// <summary>Tests two samples.</summary>
    /// <param name="first">Finite numbers, at least one.</param>
    /// <param name="second">Finite numbers, at least one.</param>
    /// <param name="method">How the p-value is found. By default exactly for up to 10⁷ pairs of numbers, then by Kolmogorov's limit.</param>
    /// <returns>The widest gap, in [0, 1], and the two-sided p-value; NaN with the reason for an empty sample.</returns>
    /// <exception cref="ArgumentException">A number is not finite; the message says in which row.</exception>
    public static TestOutcome TwoSample(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, PValueMethod method = PValueMethod.Auto)
    {
        Spans.Finite(first, "numbers", nameof(first));
        Spans.Finite(second, "numbers", nameof(second));
        if (first.IsEmpty || second.IsEmpty)
        {
            return TestOutcome.Undefined("a sample has no numbers");
        }

        double[] a = first.ToArray(), b = second.ToArray();
        Array.Sort(a);
        Array.Sort(b);
        long gap = WidestGap(a, b), n = a.Length, m = b.Length;
        double distance = (double)gap / ((double)n * m);
        bool exact = method == PValueMethod.Exact || (method == PValueMethod.Auto && n * m <= MostExactPaths);
        return new(distance, gap == 0 ? 1 : exact ? PathsOutside(n, m, gap) : Limit(distance, n, m));
    }

    /// <summary>The widest gap times both sizes, a whole number.</summary>
    private static long WidestGap(double[] a, double[] b)
    {
        long widest = 0;
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
            {
                i++;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
            }

            widest = Math.Max(widest, Math.Abs(((long)i * b.Length) - ((long)j * a.Length)));
        }

        return widest;
    }

    /// <summary>
    /// The chance that a random order of both samples somewhere opens a gap as wide: paths are followed until they leave.
    /// </summary>
    private static double PathsOutside(long n, long m, long gap)
    {
        double[] inside = new double[m + 1];
        inside[0] = 1;
        double outside = 0;
        for (long i = 0; i <= n; i++)
        {
            for (long j = 0; j <= m; j++)
            {
                double chance = i == 0 && j == 0 ? 1 : 0;
                if (i > 0)
                {
                    chance += inside[j] * (n - i + 1) / (n - i + 1 + m - j);
                }

                if (j > 0)
                {
                    chance += inside[j - 1] * (m - j + 1) / (n - i + m - j + 1);
                }

                bool left = Math.Abs((i * m) - (j * n)) >= gap;
                outside += left ? chance : 0;
                inside[j] = left ? 0 : chance;
            }
        }

        return Math.Min(1, outside);
    }

    private static double Limit(double distance, double n, double m)
    {
        double z = Math.Sqrt(n * m / (n + m)), scaled = (z + 0.12 + (0.11 / z)) * distance, sum = 0, sign = 1;
        for (int k = 1; k < 200; k++, sign = -sign)
        {
            sum += sign * Math.Exp(-2 * k * k * scaled * scaled);
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}
