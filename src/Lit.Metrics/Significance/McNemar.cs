using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Significance;

/// <summary>Whether two models that answered the same questions are right equally often.</summary>
/// <remarks>Q. McNemar (1947). Questions that both answer right, or both wrong, say nothing about it.</remarks>
public static class McNemar
{
    /// <summary>The exact test: of the answers that only one model got right, each as likely either's.</summary>
    /// <param name="onlyFirst">Questions that only the first model answers right.</param>
    /// <param name="onlySecond">Questions that only the second model answers right.</param>
    /// <returns>The smaller of the counts, and the p-value: 1 when no answer differs.</returns>
    public static TestOutcome Exact(long onlyFirst, long onlySecond)
    {
        Check(onlyFirst, onlySecond);
        long least = Math.Min(onlyFirst, onlySecond), all = onlyFirst + onlySecond;
        return all == 0 ? Same() : new(least, Math.Min(1, 2 * Tails.BinomialAtMost(least, all, 0.5)));
    }

    /// <summary>The test by χ² with one degree of freedom, for many answers that differ.</summary>
    /// <param name="onlyFirst">Questions that only the first model answers right.</param>
    /// <param name="onlySecond">Questions that only the second model answers right.</param>
    /// <param name="corrected">Whether the distance of the counts is first lowered by 1, though not below 0 (Edwards).</param>
    /// <returns>The p-value is 1 when no answer differs.</returns>
    public static TestOutcome ChiSquare(long onlyFirst, long onlySecond, bool corrected = true)
    {
        Check(onlyFirst, onlySecond);
        double distance = Math.Max(0, Math.Abs(onlyFirst - onlySecond) - (corrected ? 1 : 0)), all = onlyFirst + onlySecond;
        double statistic = distance * distance / all;
        return all == 0 ? Same() : new(statistic, Tails.ChiSquare(statistic, 1));
    }

    private static TestOutcome Same() => new(0, 1) { Reason = "no answer differs" };

    private static void Check(long onlyFirst, long onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
    }
}
