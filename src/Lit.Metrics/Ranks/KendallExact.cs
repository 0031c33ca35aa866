using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Ranks;

/// <summary>The exact chance of few pairs out of order, all orders being as likely.</summary>
internal static class KendallExact
{
    /// <param name="rows">How many rows there are, at least 2.</param>
    /// <param name="few">The smaller of the numbers of pairs in and out of order.</param>
    public static double PValue(int rows, int few)
    {
        if (rows <= 2 || 4L * few == (long)rows * (rows - 1))
        {
            return 1;
        }

        if (few <= 1)
        {
            // One order has no pair out of order, and one less than there are rows have one.
            return Math.Min(1, 2 * Math.Exp((few == 1 ? Math.Log(rows) : 0) - GammaFunctions.Log(rows + 1)));
        }

        // Chances, not counts: inserting row j puts it before 0 to j − 1 others, each as likely.
        double[] chances = new double[few + 1];
        chances[0] = 1;
        for (int j = 2; j <= rows; j++)
        {
            double[] next = new double[few + 1];
            double window = 0;
            for (int k = 0; k <= few; k++)
            {
                window += chances[k] - (k >= j ? chances[k - j] : 0);
                next[k] = window / j;
            }

            chances = next;
        }

        return Math.Min(1, 2 * chances.Sum());
    }
}
