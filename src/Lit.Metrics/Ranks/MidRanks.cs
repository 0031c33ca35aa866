namespace Lit.Metrics.Ranks;

/// <summary>Ranks from 1, equal values sharing the mean of the ranks they take up.</summary>
internal static class MidRanks
{
    public static double[] Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        double[] ranks = new double[sorted.Length];
        for (int begin = 0; begin < sorted.Length;)
        {
            int end = begin + 1;
            while (end < sorted.Length && sorted[end] == sorted[begin])
            {
                end++;
            }

            for (int i = begin; i < end; i++)
            {
                ranks[rows[i]] = (begin + 1 + end) / 2.0;
            }

            begin = end;
        }

        return ranks;
    }
}
