namespace Lit.Api.Metrics.Resampling;

/// <summary>Quantiles of sorted numbers.</summary>
internal static class Quantile
{
    /// <summary>Linear between neighbours, the first number at 0 and the last at 1.</summary>
    /// <param name="sorted">Ascending, at least one number.</param>
    /// <param name="share">In [0, 1].</param>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = Math.Min((int)position, sorted.Length - 1);
        int above = Math.Min(below + 1, sorted.Length - 1);
        double fraction = position - below, from = sorted[below], to = sorted[above];

        // Between infinity and a number there is only infinity; the difference would be NaN.
        return fraction == 0 || from == to || double.IsNegativeInfinity(from) ? from : from + (fraction * (to - from));
    }
}
