namespace Lit.Metrics.Significance;

/// <summary>What a test of significance says.</summary>
/// <param name="Statistic">The number that the test looks at; NaN where it is not defined.</param>
/// <param name="PValue">How likely a statistic as extreme is where there is no difference, in [0, 1]; NaN where it is not defined.</param>
public readonly record struct TestOutcome(double Statistic, double PValue)
{
    /// <summary>Why the outcome is not defined, or what to mind about it; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    internal static TestOutcome Undefined(string reason) => new(double.NaN, double.NaN) { Reason = reason };
}
