namespace Lit.Metrics.Counts;

/// <summary>What a confusion of two classes costs in Cohen's kappa.</summary>
public enum Disagreement
{
    /// <summary>All confusions cost the same.</summary>
    Equal,

    /// <summary>The distance of the two classes in their order.</summary>
    Linear,

    /// <summary>The square of that distance.</summary>
    Quadratic,
}
