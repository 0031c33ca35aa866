using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Reliability;

/// <summary>Confidence against outcome in bins, and how far the two are apart.</summary>
/// <param name="Bins">All bins in order, empty ones included.</param>
/// <param name="ExpectedError">Mean gap over bins by their counts (ECE); in [0, 1], NaN for no examples.</param>
/// <param name="MaximumError">The largest gap (MCE); in [0, 1], NaN for no examples.</param>
/// <param name="RootMeanSquareError">Root of the mean squared gap by counts; in [0, 1], NaN for no examples.</param>
public sealed record ReliabilityDiagram(
    IReadOnlyList<ReliabilityBin> Bins, double ExpectedError, double MaximumError, double RootMeanSquareError)
{
    /// <summary>
    /// <see cref="ExpectedError"/> less what the chance in few predictions a bin adds to it: gaps are absolute, so that noise
    /// only ever makes them wider.
    /// </summary>
    /// <value>In [0, 1]; NaN for no examples. Outcomes of a bin are taken as normal about their mean.</value>
    /// <remarks>A. Kumar, P. Liang, T. Ma: Verified Uncertainty Calibration (2019).</remarks>
    public double DebiasedError => Debiased(bin =>
    {
        double gap = Math.Abs(bin.Confidence - bin.Accuracy);
        double spread = Math.Sqrt(bin.Accuracy * (1 - bin.Accuracy) / bin.Count);
        if (spread == 0)
        {
            return gap;
        }

        double z = gap / spread;
        double folded = (spread * Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2)) + (gap * (1 - (2 * Normal.Cdf(-z))));
        return gap - (folded - gap);
    });

    /// <summary><see cref="RootMeanSquareError"/> less what chance adds: the variance of the outcomes of each bin.</summary>
    /// <value>In [0, 1]; NaN for no examples. Bins of one prediction have no variance and count as they are.</value>
    /// <remarks>A. Kumar, P. Liang, T. Ma: Verified Uncertainty Calibration (2019).</remarks>
    public double DebiasedRootMeanSquareError => Math.Sqrt(Debiased(bin =>
    {
        double gap = bin.Confidence - bin.Accuracy;
        return (gap * gap) - (bin.Count > 1 ? bin.Accuracy * (1 - bin.Accuracy) / (bin.Count - 1) : 0);
    }));

    private double Debiased(Func<ReliabilityBin, double> error)
    {
        double sum = 0, total = 0;
        foreach (ReliabilityBin bin in Bins.Where(bin => bin.Count > 0))
        {
            sum += bin.Count * error(bin);
            total += bin.Count;
        }

        return total == 0 ? double.NaN : Math.Max(0, sum / total);
    }
}
