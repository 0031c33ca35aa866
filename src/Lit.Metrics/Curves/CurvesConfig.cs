namespace Lit.Metrics.Curves;

/// <summary>Options of <see cref="CurvesInterpreter"/>.</summary>
/// <param name="Label">The class taken as positive, one of the prediction's vocabulary.</param>
public sealed record CurvesConfig(string Label)
{
    /// <summary>The prediction; null for the only one with a parent in the dataset.</summary>
    public string? PredictionField { get; init; }

    /// <summary>Fields of the dataset; curves are also given for the examples of each of their values.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<Lit.Api.Metrics.Facet> Facets { get; init; } = [];
}
