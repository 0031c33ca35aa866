namespace Lit.Metrics.Reliability;

/// <summary>What a Brier score is made of: reliability − resolution + uncertainty + within.</summary>
/// <param name="Reliability">Mean squared gap of confidence and outcome by bin: what calibration can save.</param>
/// <param name="Resolution">Mean squared distance of the bins' outcomes from the overall one: what knowing the bin is worth.</param>
/// <param name="Uncertainty">The variance of the outcomes: the score of always saying the overall share.</param>
/// <param name="Within">What is left of different confidences in one bin; 0 when each bin holds one confidence only.</param>
/// <remarks>A. Murphy: A New Vector Partition of the Probability Score (1973); D. Stephenson et al. (2008).</remarks>
public readonly record struct BrierDecomposition(double Reliability, double Resolution, double Uncertainty, double Within)
{
    /// <summary>The Brier score itself.</summary>
    public double Score => Reliability - Resolution + Uncertainty + Within;
}
