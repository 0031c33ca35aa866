namespace Lit.Metrics.Reliability;

/// <summary>Confidence against outcome in bins of equal width, and how far the two are apart.</summary>
/// <param name="Bins">All bins in order, empty ones included.</param>
/// <param name="ExpectedError">Mean gap over bins by their counts (ECE); in [0, 1], NaN for no examples.</param>
/// <param name="MaximumError">The largest gap (MCE); in [0, 1], NaN for no examples.</param>
/// <param name="RootMeanSquareError">Root of the mean squared gap by counts; in [0, 1], NaN for no examples.</param>
public sealed record ReliabilityDiagram(
    IReadOnlyList<ReliabilityBin> Bins, double ExpectedError, double MaximumError, double RootMeanSquareError);
