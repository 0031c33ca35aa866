namespace Lit.Components.Paths;

/// <summary>Attributions of one example as an algorithm gives them.</summary>
/// <param name="Scores">One for each number of the input.</param>
internal sealed record PathSum(double[] Scores)
{
    /// <summary>The function at the input; null if it was not evaluated there.</summary>
    public double? ValueAtInput { get; init; }

    /// <summary>
    /// The function where the path starts, so that scores should sum to the difference; null if they need not.
    /// </summary>
    public double? ValueAtBaseline { get; init; }

    /// <summary>The standard error of each score, for algorithms that draw at random.</summary>
    public double[]? StandardErrors { get; init; }

    /// <summary>An estimate of the greatest error of a single score; null if the algorithm makes none.</summary>
    public double? ErrorEstimate { get; init; }

    /// <summary>Whether the algorithm reached what it was asked for; null if it was asked for nothing.</summary>
    public bool? Reached { get; init; }
}
