namespace Lit.Api.Metrics;

/// <summary>The scores of one prediction field.</summary>
/// <param name="Metric">The metric that gave them.</param>
/// <param name="Fields">The prediction and its label.</param>
/// <param name="Examples">How many examples there are.</param>
/// <param name="Values">The scores of all examples.</param>
/// <param name="Facets">The scores of each value of each facet.</param>
/// <param name="State">What the scores were computed from; merges with that of other examples.</param>
public sealed record FieldEvaluation(
    Metric Metric,
    MetricFields Fields,
    int Examples,
    IReadOnlyList<MetricValue> Values,
    IReadOnlyList<FacetEvaluation> Facets,
    MetricState State);
