using Lit.Api.Metrics;

namespace Lit.Metrics.Fairness;

/// <summary>How far the score of some examples is from that of the others.</summary>
/// <param name="Field">The field that parts the examples.</param>
/// <param name="Value">The value that these have.</param>
/// <param name="Score">Their score.</param>
/// <param name="Rest">The score of the examples with other values.</param>
/// <param name="Difference">The first less the second, with the interval of the difference.</param>
/// <param name="Ratio">The first as a share of the second.</param>
/// <param name="PValue">How likely a difference as great is by chance, corrected for how many values were looked at.</param>
public sealed record FacetGap(
    string Field, string Value, MetricValue Score, MetricValue Rest, MetricValue Difference, double Ratio, double PValue);
