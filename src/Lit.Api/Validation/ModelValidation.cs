using Lit.Types.Validation;

namespace Lit.Api;

/// <summary>Checks models against their own output specs.</summary>
public static class ModelValidation
{
    extension(Model model)
    {
        /// <summary>
        /// Predicts a dataset and finds every prediction that is not what the model's output spec says.
        /// </summary>
        /// <param name="dataset">The examples.</param>
        /// <param name="cancellationToken">Stops the run.</param>
        public ValueTask<ValidationReport> ValidateAsync(Dataset dataset, CancellationToken cancellationToken = default)
            => model.ValidateAsync(dataset, new ValidationOptions(), cancellationToken);

        /// <summary>
        /// Predicts a dataset and finds every prediction that is not what the model's output spec says.
        /// </summary>
        /// <param name="dataset">The examples.</param>
        /// <param name="options">What to check.</param>
        /// <param name="cancellationToken">Stops the run.</param>
        public async ValueTask<ValidationReport> ValidateAsync(
            Dataset dataset,
            ValidationOptions options,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(dataset);
            List<Example> predictions = new(dataset.Count);
            await foreach (var prediction in model.PredictAsync(dataset, cancellationToken).ConfigureAwait(false))
            {
                predictions.Add(prediction);
            }

            return Validator.CheckPredictions(
                model.OutputSpec, model.InputSpec, dataset.Spec, new IdentifiedRecords(dataset), predictions, options);
        }
    }
}
