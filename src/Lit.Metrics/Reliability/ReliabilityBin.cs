namespace Lit.Metrics.Reliability;

/// <summary>The predictions whose confidence lies in (<paramref name="From"/>, <paramref name="To"/>].</summary>
/// <param name="From">Where the bin begins; the first bin holds its beginning too.</param>
/// <param name="To">Where the bin ends, itself inside.</param>
/// <param name="Count">How many predictions fell into it.</param>
/// <param name="Confidence">Their mean confidence; NaN when there are none.</param>
/// <param name="Accuracy">The share of them that came true; NaN when there are none.</param>
public readonly record struct ReliabilityBin(double From, double To, long Count, double Confidence, double Accuracy);
