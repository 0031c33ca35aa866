using Lit.Types;

namespace Lit.Api;

/// <summary>A model around another one: forwards everything, so that a wrapper overrides what it changes.</summary>
public abstract class ModelWrapper : Model
{
    /// <summary>Wraps a model.</summary>
    /// <param name="inner">The model; disposed with the wrapper.</param>
    protected ModelWrapper(Model inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The model inside.</summary>
    public Model Inner { get; }

    /// <inheritdoc />
    public override string Name => Inner.Name;

    /// <inheritdoc />
    public override string Description => Inner.Description;

    /// <inheritdoc />
    public override string Identity => Inner.Identity;

    /// <inheritdoc />
    public override Spec InputSpec => Inner.InputSpec;

    /// <inheritdoc />
    public override Spec OutputSpec => Inner.OutputSpec;

    /// <inheritdoc />
    public override bool SupportsConcurrentPredictions => Inner.SupportsConcurrentPredictions;

    /// <inheritdoc />
    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default)
        => Inner.PredictAsync(inputs, cancellationToken);

    /// <inheritdoc />
    public override ValueTask<ExampleTable> PredictTableAsync(
        Dataset inputs,
        IProgress<LitProgress>? progress,
        CancellationToken cancellationToken)
        => Inner.PredictTableAsync(inputs, progress, cancellationToken);

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Dataset dataset) => Inner.CheckCompatibility(dataset);

    /// <inheritdoc />
    public override T? Capability<T>()
        where T : class
        => this as T ?? Inner.Capability<T>();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override async ValueTask DisposeAsyncCore()
    {
        await Inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }
}
