using Lit.Api;
using Lit.Types;

namespace Lit.Metrics.Slices;

/// <summary>Examples with what a model predicted for them.</summary>
public sealed record LabelledPredictions
{
    /// <summary>Puts examples and predictions together.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="predictions">One row for each example, in their order.</param>
    /// <exception cref="LitException">There is not one prediction for each example.</exception>
    public LabelledPredictions(Dataset dataset, ExampleTable predictions)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        (Dataset, Predictions) = dataset.Count == predictions.Count
            ? (dataset, predictions)
            : throw new LitException(
                $"Dataset '{dataset.Name}': expected {dataset.Count} predictions, one for each example; found {predictions.Count}.");
    }

    /// <summary>The examples.</summary>
    public Dataset Dataset { get; }

    /// <summary>The predictions.</summary>
    public ExampleTable Predictions { get; }
}
