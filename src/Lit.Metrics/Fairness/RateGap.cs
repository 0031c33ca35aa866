namespace Lit.Metrics.Fairness;

/// <summary>How far a rate differs between groups.</summary>
/// <param name="Difference">The greatest rate of a group less the least; 0 when all are treated alike.</param>
/// <param name="Ratio">The least rate as a share of the greatest; 1 when all are treated alike, NaN when all are 0.</param>
/// <param name="DifferenceToOverall">The greatest distance of a group's rate from that of all examples.</param>
/// <param name="RatioToOverall">The least ratio, either way round, of a group's rate and that of all examples.</param>
public readonly record struct RateGap(double Difference, double Ratio, double DifferenceToOverall, double RatioToOverall)
{
    /// <summary>Which groups have no such rate and are left out; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The worse of two gaps.</summary>
    internal static RateGap Worst(RateGap a, RateGap b) => new(
        Math.Max(a.Difference, b.Difference),
        Math.Min(a.Ratio, b.Ratio),
        Math.Max(a.DifferenceToOverall, b.DifferenceToOverall),
        Math.Min(a.RatioToOverall, b.RatioToOverall))
    {
        Reason = a.Reason ?? b.Reason,
    };

    /// <summary>The mean of two gaps.</summary>
    internal static RateGap Mean(RateGap a, RateGap b) => new(
        (a.Difference + b.Difference) / 2,
        (a.Ratio + b.Ratio) / 2,
        (a.DifferenceToOverall + b.DifferenceToOverall) / 2,
        (a.RatioToOverall + b.RatioToOverall) / 2)
    {
        Reason = a.Reason ?? b.Reason,
    };
}
