namespace Lit.Metrics.Significance;

/// <summary>Exact distributions of rank sums, by adding one rank after the other.</summary>
internal static class SignedRanks
{
    /// <summary>Where each rank counts or not, as likely: how extreme a sum is. Ranks may be halves, as ties make them.</summary>
    public static double PValue(double[] ranks, double sum, Alternative alternative)
    {
        int[] doubled = Array.ConvertAll(ranks, rank => (int)Math.Round(2 * rank));
        double[] chances = new double[doubled.Sum() + 1];
        chances[0] = 1;
        int reached = 0;
        foreach (int rank in doubled)
        {
            reached += rank;
            for (int s = reached; s >= 0; s--)
            {
                chances[s] = (chances[s] + (s >= rank ? chances[s - rank] : 0)) / 2;
            }
        }

        int seen = (int)Math.Round(2 * sum);
        double atMost = 0, atLeast = 0;
        for (int s = 0; s < chances.Length; s++)
        {
            atMost += s <= seen ? chances[s] : 0;
            atLeast += s >= seen ? chances[s] : 0;
        }

        return Sidedness.PValue(alternative, atMost, atLeast);
    }

    /// <summary>The chance that U is at least a number, all orders of n and m numbers being as likely.</summary>
    public static double MannWhitneyAtLeast(int n, int m, long least)
    {
        // U is as likely as n·m − U; the smaller side takes fewer steps.
        long most = ((long)n * m) - least;
        if (most < 0)
        {
            return 0;
        }

        if (least <= 0)
        {
            return 1;
        }

        return most < least ? AtMost(n, m, most) : 1 - AtMost(n, m, least - 1);
    }

    /// <summary>
    /// Coefficients of Π (1 − x^(m + i)) / (1 − x^i), i to n, each step scaled so that what is left is a chance.
    /// </summary>
    private static double AtMost(int n, int m, long most)
    {
        double[] ways = new double[most + 1];
        ways[0] = 1;
        for (int i = 1; i <= n; i++)
        {
            for (long s = most; s >= m + i; s--)
            {
                ways[s] -= ways[s - m - i];
            }

            for (long s = i; s <= most; s++)
            {
                ways[s] += ways[s - i];
            }

            double scale = (double)i / (m + i);
            for (long s = 0; s <= most; s++)
            {
                ways[s] *= scale;
            }
        }

        return ways.Sum();
    }
}
