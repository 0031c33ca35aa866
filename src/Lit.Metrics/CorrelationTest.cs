namespace Lit.Metrics;

/// <summary>A correlation and how likely one as far from 0 is where there is none.</summary>
/// <param name="Value">In [-1, 1]; NaN where it is not defined.</param>
/// <param name="PValue">Two-sided, in [0, 1]; NaN where it is not defined.</param>
public readonly record struct CorrelationTest(double Value, double PValue);
