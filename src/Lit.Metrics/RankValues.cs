using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>Numbers as ranks.</summary>
public static class RankValues
{
    /// <summary>Ranks from 1, the least number first.</summary>
    /// <param name="values">Numbers.</param>
    /// <param name="ties">Which ranks equal numbers take.</param>
    /// <returns>One rank for each number; all NaN where one is NaN.</returns>
    public static double[] Of(ReadOnlySpan<double> values, RankTies ties = RankTies.Average)
    {
        double[] ranks = new double[values.Length];
        double[] sorted = values.ToArray();
        if (sorted.Any(double.IsNaN))
        {
            Array.Fill(ranks, double.NaN);
            return ranks;
        }

        if (ties == RankTies.Average)
        {
            return MidRanks.Of(values);
        }

        int[] rows = [.. Enumerable.Range(0, sorted.Length).OrderBy(row => sorted[row])];
        int dense = 0;
        for (int begin = 0, end; begin < rows.Length; begin = end)
        {
            dense++;
            end = begin + 1;
            while (end < rows.Length && sorted[rows[end]] == sorted[rows[begin]])
            {
                end++;
            }

            for (int i = begin; i < end; i++)
            {
                ranks[rows[i]] = ties switch
                {
                    RankTies.Least => begin + 1,
                    RankTies.Greatest => end,
                    RankTies.Dense => dense,
                    _ => i + 1,
                };
            }
        }

        return ranks;
    }
}
