namespace Lit.Metrics.Significance;

/// <summary>A number that two samples have together, such as the difference of their means.</summary>
/// <param name="first">The first sample.</param>
/// <param name="second">The second sample.</param>
public delegate double PairStatistic(ReadOnlySpan<double> first, ReadOnlySpan<double> second);
