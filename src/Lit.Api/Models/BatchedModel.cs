using System.Runtime.CompilerServices;

namespace Lit.Api;

/// <summary>A model that predicts a batch of examples at a time.</summary>
public abstract class BatchedModel : Model
{
    /// <summary>How examples are put together.</summary>
    public virtual BatchOptions BatchOptions { get; } = new();

    /// <summary>Predicts one batch.</summary>
    /// <param name="batch">The examples, never none.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>A row for each example, in their order.</returns>
    public abstract ValueTask<ExampleTable> PredictBatchAsync(
        IReadOnlyList<Example> batch,
        CancellationToken cancellationToken);

    /// <inheritdoc />
    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Stream(inputs, cancellationToken);
    }

    private async IAsyncEnumerable<Example> Stream(
        IEnumerable<Example> inputs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int first = 0;
        foreach (var batch in inputs.Chunk(BatchOptions.MaxBatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outputs = await PredictBatchAsync(batch, cancellationToken).ConfigureAwait(false);
            PredictionCheck.Count(this, batch.Length, outputs.Count);
            PredictionCheck.Table(this, outputs, first);
            first += batch.Length;
            foreach (var output in outputs)
            {
                yield return output;
            }
        }
    }
}
