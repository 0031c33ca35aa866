using Lit.Api.Metrics;

namespace Lit.Metrics.Comparison;

/// <summary>One score of a metric: what two models are compared by, or slices are found by.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Score">The name of the score, a key of the metric's meta-spec.</param>
public sealed record MetricScore(Metric Metric, string Score);
