namespace Lit.Metrics.Ranks;

/// <summary>How many pairs of rows two series order differently, in n log n.</summary>
/// <remarks>W. Knight: A Computer Method for Calculating Kendall's Tau with Ungrouped Data (1966).</remarks>
internal static class Concordance
{
    /// <summary>Pairs that are ordered one way by x and the other way by y, and pairs that are equal in both.</summary>
    public static (double Discordant, double Equal) Count(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[] first = x.ToArray(), second = y.ToArray();
        int[] rows = [.. Enumerable.Range(0, first.Length)];
        Array.Sort(rows, (a, b) => first[a].CompareTo(first[b]) is var order && order != 0 ? order : second[a].CompareTo(second[b]));
        double equal = 0;
        for (int begin = 0, end; begin < rows.Length; begin = end)
        {
            end = begin + 1;
            while (end < rows.Length && first[rows[end]] == first[rows[begin]] && second[rows[end]] == second[rows[begin]])
            {
                end++;
            }

            equal += (double)(end - begin) * (end - begin - 1) / 2;
        }

        double[] values = [.. rows.Select(row => second[row])];
        return (Inversions(values, new double[values.Length]), equal);
    }

    /// <summary>Pairs out of order, counted while merging.</summary>
    private static double Inversions(Span<double> values, Span<double> scratch)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        int half = values.Length / 2;
        double count = Inversions(values[..half], scratch[..half]) + Inversions(values[half..], scratch[half..]);
        int left = 0, right = half;
        for (int i = 0; i < values.Length; i++)
        {
            if (left < half && (right == values.Length || values[left] <= values[right]))
            {
                scratch[i] = values[left++];
            }
            else
            {
                count += half - left;
                scratch[i] = values[right++];
            }
        }

        scratch.CopyTo(values);
        return count;
    }
}
