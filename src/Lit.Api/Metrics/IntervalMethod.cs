namespace Lit.Api.Metrics;

/// <summary>How scores of resamples become an interval.</summary>
public enum IntervalMethod
{
    /// <summary>The quantiles of the resampled scores themselves. The default.</summary>
    Percentile,

    /// <summary>
    /// The quantiles mirrored at the score: 2·score − quantile. For scores that resampling pushes to one side, such as
    /// sums of absolute differences, where the percentile interval would count the push twice.
    /// </summary>
    Basic,

    /// <summary>
    /// Quantiles moved for bias and skewness (BCa): the most exact for scores that are neither, at the cost of scoring each
    /// unit left out once.
    /// </summary>
    /// <remarks>B. Efron: Better Bootstrap Confidence Intervals (1987).</remarks>
    Accelerated,
}
