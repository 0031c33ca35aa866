namespace Lit.Api.Metrics;

/// <summary>The scores of the examples that share a value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">The value, or the range of numbers.</param>
/// <param name="Examples">How many examples there are.</param>
/// <param name="Values">Their scores.</param>
/// <param name="State">What the scores were computed from; merges with that of other examples.</param>
public sealed record FacetEvaluation(
    string Field, string Value, int Examples, IReadOnlyList<MetricValue> Values, MetricState State);
