using Lit.Types;

namespace Lit.Api;

/// <summary>Something that predicts: examples in, one prediction for each out, in the same order.</summary>
public abstract class Model : IAsyncDisposable, IDisposable
{
    /// <summary>The name, for messages and results.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What the model does, for people; empty if nobody said.</summary>
    public virtual string Description => "";

    /// <summary>A text that changes whenever the answers could: caches hold predictions by it.</summary>
    /// <value>The type and the name by default: override it where weights or settings come from outside.</value>
    public virtual string Identity => $"{GetType().FullName}:{Name}";

    /// <summary>The fields that the model reads.</summary>
    public abstract Spec InputSpec { get; }

    /// <summary>The fields of a prediction.</summary>
    public abstract Spec OutputSpec { get; }

    /// <summary>Whether predictions may be asked for by several callers at once.</summary>
    /// <value>False by default.</value>
    public virtual bool SupportsConcurrentPredictions => false;

    /// <summary>Predicts a stream of examples.</summary>
    /// <param name="inputs">The examples, read once and no further ahead than the model's batches need.</param>
    /// <param name="cancellationToken">Stops the run within one batch.</param>
    /// <returns>One prediction for each example, in their order.</returns>
    public abstract IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default);

    /// <summary>Predicts a dataset as columns.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="progress">Told of the predictions that are there.</param>
    /// <param name="cancellationToken">Stops the run within one batch.</param>
    /// <returns>A row for each example, in their order; numbers of a fixed shape are one contiguous buffer.</returns>
    /// <exception cref="LitException">
    /// The model's predictions are not what its spec says, or not one for each example.
    /// </exception>
    public virtual async ValueTask<ExampleTable> PredictTableAsync(
        Dataset inputs,
        IProgress<LitProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var table = new ExampleTableBuilder(OutputSpec, inputs.Count);
        await foreach (var output in PredictAsync(inputs, cancellationToken).ConfigureAwait(false))
        {
            PredictionCheck.Row(this, output, table.Count);
            table.Add(output);
            progress?.Report(new LitProgress(table.Count, inputs.Count));
        }

        PredictionCheck.Count(this, inputs.Count, table.Count);
        return table.Build();
    }

    /// <summary>Predicts a dataset as columns.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="cancellationToken">Stops the run within one batch.</param>
    public ValueTask<ExampleTable> PredictTableAsync(Dataset inputs, CancellationToken cancellationToken = default)
        => PredictTableAsync(inputs, null, cancellationToken);

    /// <summary>Says whether the model can read a dataset, and why not.</summary>
    /// <param name="dataset">The examples.</param>
    /// <returns>
    /// A reason for each input field that the dataset has with another type, or does not have although it is required.
    /// Fields of the dataset that the model does not know do not matter.
    /// </returns>
    public virtual Compatibility CheckCompatibility(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Spec.CheckCompatibility(InputSpec);
    }

    /// <summary>What else the model can do: gradients, an embedding table.</summary>
    /// <typeparam name="T">The interface that describes it.</typeparam>
    /// <returns>The model, or the one it wraps, as that interface; null if it cannot do that.</returns>
    /// <remarks>Ask this and not <c>model is T</c>, so that a wrapped model keeps what it can do.</remarks>
    public virtual T? Capability<T>()
        where T : class
        => this as T;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore().ConfigureAwait(false);
        Dispose(disposing: false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the model holds.</summary>
    /// <param name="disposing">Whether to free managed objects too.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Frees what the model holds; frees it as <see cref="Dispose(bool)"/> does unless overridden.</summary>
    protected virtual ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return ValueTask.CompletedTask;
    }
}
