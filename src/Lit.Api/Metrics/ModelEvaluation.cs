namespace Lit.Api.Metrics;

/// <summary>Runs a model and scores what it predicts.</summary>
public static class ModelEvaluation
{
    extension(Model model)
    {
        /// <summary>Predicts a dataset and scores the predictions.</summary>
        /// <param name="dataset">The examples.</param>
        /// <param name="metric">What to score; see <see cref="Metric.Evaluate"/> for predictions that are there already.</param>
        /// <param name="facets">Fields of the dataset; scores are also given for the examples of each of their values.</param>
        /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
        /// <param name="progress">Told of the predictions that are there.</param>
        /// <param name="cancellationToken">Stops the run within one batch.</param>
        /// <exception cref="Lit.Types.LitException">The metric does not fit the model and the dataset, or a row cannot be scored.</exception>
        public ValueTask<EvaluationResult> EvaluateAsync(
            Dataset dataset,
            Metric metric,
            IReadOnlyList<Facet>? facets = null,
            IntervalOptions? intervals = null,
            IProgress<LitProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(metric);
            return model.EvaluateAsync(dataset, [metric], facets, intervals, progress, cancellationToken);
        }

        /// <summary>Predicts a dataset once and scores the predictions by several metrics.</summary>
        /// <param name="dataset">The examples.</param>
        /// <param name="metrics">What to score, in order.</param>
        /// <param name="facets">Fields of the dataset; scores are also given for the examples of each of their values.</param>
        /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
        /// <param name="progress">Told of the predictions that are there.</param>
        /// <param name="cancellationToken">Stops the run within one batch.</param>
        /// <exception cref="Lit.Types.LitException">A metric does not fit the model and the dataset, or a row cannot be scored.</exception>
        public ValueTask<EvaluationResult> EvaluateAsync(
            Dataset dataset,
            IReadOnlyList<Metric> metrics,
            IReadOnlyList<Facet>? facets = null,
            IntervalOptions? intervals = null,
            IProgress<LitProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(dataset);
            ArgumentNullException.ThrowIfNull(metrics);
            foreach (Metric metric in metrics)
            {
                metric.CheckCompatibility(model, dataset).ThrowIfIncompatible(metric.Name);
            }

            return Run(model, dataset, metrics, facets ?? [], intervals ?? new(), progress, cancellationToken);
        }
    }

    private static async ValueTask<EvaluationResult> Run(
        Model model,
        Dataset dataset,
        IReadOnlyList<Metric> metrics,
        IReadOnlyList<Facet> facets,
        IntervalOptions intervals,
        IProgress<LitProgress>? progress,
        CancellationToken cancellationToken)
    {
        ExampleTable predictions = await model.PredictTableAsync(dataset, progress, cancellationToken).ConfigureAwait(false);
        return Evaluation.Run(metrics, dataset, predictions, facets, intervals);
    }
}
