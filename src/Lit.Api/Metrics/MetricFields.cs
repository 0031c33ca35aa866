using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>A prediction and the label it is held against.</summary>
/// <param name="PredictionField">The field of the model's output.</param>
/// <param name="Prediction">Its type.</param>
/// <param name="LabelField">The field of the dataset; null for a metric that needs none.</param>
/// <param name="Label">Its type; null when there is no such field.</param>
public sealed record MetricFields(string PredictionField, LitType Prediction, string? LabelField, LitType? Label);
