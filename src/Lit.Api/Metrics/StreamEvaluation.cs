namespace Lit.Api.Metrics;

/// <summary>Scores streams of predictions, batch by batch.</summary>
public static class StreamEvaluation
{
    extension(IAsyncEnumerable<PredictionBatch> batches)
    {
        /// <summary>Scores a stream by several metrics in one pass; each batch is let go before the next is asked for.</summary>
        /// <param name="metrics">What to score, in order.</param>
        /// <param name="facets">
        /// Fields of the examples; scores are also given for the examples of each of their values. Numbers need <see cref="Facet.Edges"/>.
        /// </param>
        /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
        /// <param name="cancellationToken">Stops the run within one batch.</param>
        /// <returns>What one pass over all examples at once gives.</returns>
        /// <remarks>
        /// Memory is that of one batch and of the states. A state stays small where a metric needs counts or sums only; where
        /// it ranks examples, ask it to stream (<c>MulticlassMetrics.Streaming</c>, <c>RegressionMetrics.Streaming</c>).
        /// </remarks>
        /// <exception cref="Lit.Types.LitException">
        /// There is no batch, one has not as many predictions as examples or has other fields than the first, or a row cannot
        /// be scored; the message names the batch.
        /// </exception>
        public async ValueTask<EvaluationResult> EvaluateAsync(
            IReadOnlyList<Metric> metrics,
            IReadOnlyList<Facet>? facets = null,
            IntervalOptions? intervals = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(batches);
            ArgumentNullException.ThrowIfNull(metrics);
            var stream = new StreamedScores(metrics, facets ?? []);
            await foreach (PredictionBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Add(batch);
            }

            return stream.ToResult(intervals ?? new());
        }
    }
}
