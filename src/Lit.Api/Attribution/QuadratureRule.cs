namespace Lit.Api.Attribution;

/// <summary>Points on [0, 1] and their weights: how an integral along a path is approximated by a sum.</summary>
public sealed class QuadratureRule
{
    /// <summary>Creates a rule.</summary>
    /// <param name="nodes">Fractions of the path, 0 at the baseline and 1 at the input.</param>
    /// <param name="weights">One for each node.</param>
    /// <exception cref="ArgumentException">There are no nodes, or not one weight for each.</exception>
    public QuadratureRule(IEnumerable<double> nodes, IEnumerable<double> weights)
    {
        Nodes = [.. nodes];
        Weights = [.. weights];
        if (Nodes.Count == 0 || Nodes.Count != Weights.Count)
        {
            throw new ArgumentException(
                $"Expected at least one node and one weight for each; found {Nodes.Count} nodes and {Weights.Count} weights.",
                nameof(weights));
        }
    }

    /// <summary>Fractions of the path, 0 at the baseline and 1 at the input.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>One for each of <see cref="Nodes"/>; a rule that integrates a constant exactly has weights that sum to 1.</summary>
    public IReadOnlyList<double> Weights { get; }
}
