namespace Lit.Api.Metrics;

/// <summary>Some examples and their predictions: a part of a stream that is scored batch by batch.</summary>
/// <param name="Examples">The examples, with the fields that all batches of the stream have.</param>
/// <param name="Predictions">One row for each example, in their order.</param>
public sealed record PredictionBatch(Dataset Examples, ExampleTable Predictions);
