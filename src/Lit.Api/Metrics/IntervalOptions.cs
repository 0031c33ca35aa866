namespace Lit.Api.Metrics;

/// <summary>How the uncertainty of a score is found: by drawing the examples again, with replacement.</summary>
/// <remarks>B. Efron, R. J. Tibshirani: An Introduction to the Bootstrap (1993).</remarks>
public sealed record IntervalOptions
{
    /// <summary>No intervals: scores only.</summary>
    public static IntervalOptions None { get; } = new() { Resamples = 0 };

    /// <summary>The share of such intervals that hold the true score, in (0, 1).</summary>
    /// <value>0.95 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in (0, 1).</exception>
    public double Level
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a share between 0 and 1.");
    } = 0.95;

    /// <summary>How often the examples are drawn again; 0 for no intervals.</summary>
    /// <value>1000 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Resamples
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected 0 or more resamples.");
    } = 1000;

    /// <summary>How resampled scores become an interval.</summary>
    /// <value>
    /// <see cref="IntervalMethod.Percentile"/> by default. Scores that need another say so: the calibration error has basic
    /// intervals whatever is asked for.
    /// </value>
    public IntervalMethod Method { get; init; }

    /// <summary>Equal seeds give equal intervals, on any number of threads.</summary>
    /// <value>42 by default.</value>
    public int Seed { get; init; } = 42;
}
