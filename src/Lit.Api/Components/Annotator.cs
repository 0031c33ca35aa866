namespace Lit.Api;

/// <summary>Adds fields to the examples of a dataset.</summary>
public abstract class Annotator
{
    /// <summary>Says where a field came from: the first part of its name.</summary>
    public abstract string Name { get; }

    /// <summary>Returns the dataset with the new fields in its spec and its examples; the one given stays as it is.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public abstract ValueTask<Dataset> AnnotateAsync(Dataset dataset, CancellationToken cancellationToken = default);
}
