namespace Lit.Metrics.Fairness;

/// <summary>How a yes-or-no model treats a group of examples.</summary>
/// <param name="Name">The group.</param>
/// <param name="Weight">How many examples it has, or how much weight.</param>
/// <param name="Positives">How many, or how much weight, of them are truly positive.</param>
/// <param name="SelectionRate">Of all, the share predicted positive; in [0, 1].</param>
/// <param name="TruePositiveRate">Of positives, the share found; NaN for a group without positives.</param>
/// <param name="FalsePositiveRate">Of negatives, the share predicted positive; NaN for a group without negatives.</param>
/// <param name="Accuracy">The share predicted right; in [0, 1].</param>
public sealed record GroupRates(
    string Name,
    double Weight,
    double Positives,
    double SelectionRate,
    double TruePositiveRate,
    double FalsePositiveRate,
    double Accuracy)
{
    /// <summary>Of positives, the share missed.</summary>
    public double FalseNegativeRate => 1 - TruePositiveRate;

    /// <summary>Of negatives, the share predicted negative.</summary>
    public double TrueNegativeRate => 1 - FalsePositiveRate;
}
