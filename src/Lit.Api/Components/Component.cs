using Lit.Types;

namespace Lit.Api;

/// <summary>Something that works on a model and a dataset, and that finds out from their specs whether it can.</summary>
public abstract class Component
{
    /// <summary>The name under which a catalog lists the component.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What the component does, for a person who has to choose one.</summary>
    public virtual string Description => "";

    /// <summary>The options that a run takes, with their defaults.</summary>
    public virtual Spec ConfigSpec { get; } = [];

    /// <summary>What a result holds.</summary>
    public virtual Spec MetaSpec { get; } = [];

    /// <summary>Says whether the component can run, and why not.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples.</param>
    public virtual Compatibility CheckCompatibility(Model model, Dataset dataset) => Compatibility.Full;

    /// <summary>Runs the component on options by name, for hosts that know components by their specs only.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The examples.</param>
    /// <param name="config">Options by the names of <see cref="ConfigSpec"/>; null or a missing one takes the default.</param>
    /// <param name="progress">Told after each result.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The component's results, in the order of the examples where there is one for each.</returns>
    /// <exception cref="LitException">An option is unknown, missing or out of range, or the component does not fit.</exception>
    public abstract IAsyncEnumerable<object> RunAsync(
        Model model,
        Dataset inputs,
        IReadOnlyDictionary<string, object?>? config = null,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
