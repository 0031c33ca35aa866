using System.Globalization;
using Lit.Api.Metrics;

namespace Lit.Metrics.Text;

/// <summary>Whether a system writes better texts than a baseline, and how sure that is.</summary>
/// <param name="Baseline">The score of the baseline; after a bootstrap with its interval.</param>
/// <param name="System">The score of the system; after a bootstrap with its interval.</param>
/// <param name="PValue">
/// How likely a difference as great is if the two are the same, in (0, 1]; 1 when there is no difference.
/// </param>
/// <param name="Test">The name of the test.</param>
public sealed record SystemComparison(MetricValue Baseline, MetricValue System, double PValue, string Test)
{
    /// <summary>The score of the system less that of the baseline.</summary>
    public double Difference => System.Value - Baseline.Value;

    /// <summary>Scores, difference and p-value in a line.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Baseline}; {System}; difference {Difference:0.####}, p = {PValue:0.####} by {Test}");
}
