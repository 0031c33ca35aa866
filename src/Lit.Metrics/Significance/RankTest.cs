using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.Significance;

/// <summary>Whether numbers tend to be greater in one sample than in another, whatever their distribution.</summary>
/// <remarks>Numbers that are not finite, and paired samples of different lengths, are an <see cref="ArgumentException"/>.</remarks>
public static class RankTest
{
    private const int MostExactPairs = 50;
    private const int MostExactTiedPairs = 13;
    private const int FewNumbers = 8;

    /// <summary>Wilcoxon's signed-rank test of pairs.</summary>
    /// <param name="first">Finite numbers.</param>
    /// <param name="second">One for each of <paramref name="first"/>, of the same examples.</param>
    /// <param name="zeros">What becomes of pairs without a difference.</param>
    /// <param name="method">
    /// How the p-value is found. By default exactly for up to 50 pairs, or 13 where differences are tied or 0.
    /// </param>
    /// <param name="corrected">Whether the normal distribution is corrected for continuity.</param>
    /// <param name="alternative">What the test looks for.</param>
    /// <returns>
    /// The sum of the ranks of positive differences; two-sided, the smaller of the sums of both signs. The p-value is 1 when
    /// no pair differs.
    /// </returns>
    public static TestOutcome WilcoxonSignedRank(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ZeroDifferences zeros = ZeroDifferences.LeftOut,
        PValueMethod method = PValueMethod.Auto,
        bool corrected = false,
        Alternative alternative = Alternative.TwoSided)
    {
        Spans.SameLength(first.Length, second.Length, "numbers", nameof(second));
        Spans.Finite(first, "numbers", nameof(first));
        Spans.Finite(second, "numbers", nameof(second));
        double[] differences = new double[first.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract(first, second, differences);
        int without = differences.Count(difference => difference == 0), pairs = differences.Length;
        if (pairs == 0)
        {
            return TestOutcome.Undefined("no pairs");
        }

        differences = zeros == ZeroDifferences.LeftOut ? [.. differences.Where(difference => difference != 0)] : differences;
        double[] distances = Array.ConvertAll(differences, Math.Abs), ranks = MidRanks.Of(distances);
        double above = 0, below = 0, ofZeros = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            above += differences[i] > 0 ? ranks[i] : 0;
            below += differences[i] < 0 ? ranks[i] : 0;
            ofZeros += differences[i] == 0 ? ranks[i] : 0;
        }

        double half = zeros == ZeroDifferences.Halved ? ofZeros / 2 : 0;
        (above, below) = (above + half, below + half);
        double[] moved = [.. ranks.Where((_, i) => differences[i] != 0)];
        bool tied = without > 0 || moved.Any(rank => rank != Math.Floor(rank)) || moved.Distinct().Count() < moved.Length;
        bool exact = method == PValueMethod.Exact
            || (method == PValueMethod.Auto && pairs <= (tied ? MostExactTiedPairs : MostExactPairs));
        double p = exact
            ? SignedRanks.PValue(moved, above - half, alternative)
            : Asymptotic(ranks.Length, zeros == ZeroDifferences.RankedThenLeftOut ? without : 0, distances, zeros, above, corrected, alternative);
        return new(alternative == Alternative.TwoSided ? Math.Min(above, below) : above, moved.Length == 0 && alternative == Alternative.TwoSided ? 1 : p)
        {
            Reason = moved.Length == 0 ? "no pair differs" : null,
        };
    }

    /// <summary>The test of two samples by Mann and Whitney, also known as Wilcoxon's rank-sum test.</summary>
    /// <param name="first">Finite numbers, at least one.</param>
    /// <param name="second">Finite numbers, at least one, of other examples.</param>
    /// <param name="method">
    /// How the p-value is found. By default exactly where one sample has up to 8 numbers and none are tied. Exactly, ties are
    /// taken as if they were none.
    /// </param>
    /// <param name="corrected">Whether the normal distribution is corrected for continuity.</param>
    /// <param name="alternative">What the test looks for.</param>
    /// <returns>U: of all pairs, how many times the first number is greater, ties counting half.</returns>
    public static TestOutcome MannWhitney(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        PValueMethod method = PValueMethod.Auto,
        bool corrected = true,
        Alternative alternative = Alternative.TwoSided)
    {
        Spans.Finite(first, "numbers", nameof(first));
        Spans.Finite(second, "numbers", nameof(second));
        if (first.IsEmpty || second.IsEmpty)
        {
            return TestOutcome.Undefined("a sample has no numbers");
        }

        double n = first.Length, m = second.Length;
        double[] all = [.. first, .. second], ranks = MidRanks.Of(all);
        double u = ranks.AsSpan(0, first.Length).ToArray().Sum() - (n * (n + 1) / 2), other = (n * m) - u;
        Ties ties = Ties.Of(all);
        bool exact = method == PValueMethod.Exact
            || (method == PValueMethod.Auto && Math.Min(n, m) <= FewNumbers && ties.Pairs == 0);
        double seen = alternative switch { Alternative.Greater => u, Alternative.Less => other, _ => Math.Max(u, other) };
        double p;
        if (exact)
        {
            p = SignedRanks.MannWhitneyAtLeast(first.Length, second.Length, (long)seen);
        }
        else
        {
            double spread = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties.Cubes / ((n + m) * (n + m - 1)))));
            p = Normal.Upper((seen - (n * m / 2) - (corrected ? 0.5 : 0)) / spread);
        }

        return new(u, Math.Min(1, alternative == Alternative.TwoSided ? 2 * p : p));
    }

    private static double Asymptotic(
        double count, double left, double[] distances, ZeroDifferences zeros, double above, bool corrected, Alternative alternative)
    {
        double mean = (count * (count + 1) / 4) - (left * (left + 1) / 4);
        double squares = (count * (count + 1) * ((2 * count) + 1)) - (left * (left + 1) * ((2 * left) + 1));
        double[] tied = zeros == ZeroDifferences.RankedThenLeftOut ? [.. distances.Where(distance => distance != 0)] : distances;
        double spread = Math.Sqrt((squares - (Ties.Of(tied).Cubes / 2)) / 24), z = (above - mean) / spread;
        if (corrected)
        {
            z -= (alternative switch { Alternative.Greater => 1, Alternative.Less => -1, _ => double.IsNaN(z) ? 0 : Math.Sign(z) }) / 2.0 / spread;
        }

        return Sidedness.PValue(alternative, Normal.Cdf(z), Normal.Upper(z));
    }
}
