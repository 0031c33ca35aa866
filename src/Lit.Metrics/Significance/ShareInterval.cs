using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Significance;

/// <summary>Intervals of a share, such as accuracy, without any resampling.</summary>
/// <remarks>No trials leave the whole range: [0, 1].</remarks>
public static class ShareInterval
{
    /// <summary>Wilson's: holds the true share about as often as it says, also near 0 and 1 and of few trials.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>; weights make it a fraction.</param>
    /// <param name="trials">How many trials there were.</param>
    /// <param name="level">The chance of holding the true share, in (0, 1).</param>
    /// <remarks>E. B. Wilson (1927).</remarks>
    public static Interval Wilson(double successes, double trials, double level = 0.95)
    {
        Check(successes, trials, level);
        if (trials == 0)
        {
            return new(0, 1);
        }

        double z = Normal.Quantile((1 + level) / 2), share = successes / trials, square = z * z / trials;
        double middle = (share + (square / 2)) / (1 + square);
        double reach = z / (1 + square) * Math.Sqrt((share * (1 - share) / trials) + (square / (4 * trials)));
        return new(
            successes == 0 ? 0 : Math.Max(0, middle - reach),
            successes == trials ? 1 : Math.Min(1, middle + reach));
    }

    /// <summary>Clopper and Pearson's: never holds the true share less often than it says, and so is wider.</summary>
    /// <inheritdoc cref="Wilson" path="/param"/>
    /// <remarks>C. Clopper, E. Pearson (1934).</remarks>
    public static Interval ClopperPearson(double successes, double trials, double level = 0.95)
    {
        Check(successes, trials, level);
        double tail = (1 - level) / 2;
        return new(
            successes == 0 ? 0 : BetaFunctions.Inverse(tail, successes, trials - successes + 1),
            successes == trials ? 1 : 1 - BetaFunctions.Inverse(tail, trials - successes, successes + 1));
    }

    private static void Check(double successes, double trials, double level)
    {
        Spans.Level(level);
        if (!(successes >= 0) || !(trials >= successes) || double.IsInfinity(trials))
        {
            throw new ArgumentOutOfRangeException(
                nameof(successes), successes, $"Expected from 0 to {trials} successes of a finite number of trials.");
        }
    }
}
