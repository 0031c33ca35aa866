namespace Lit.Onnx.Autodiff;

/// <summary>Differentiates the nodes of one operator.</summary>
/// <remarks>
/// A rule adds nodes to the graph that compute, from the cotangents of the outputs of a node, those of its inputs: for
/// <c>y = f(x)</c> with the cotangent g of y, it adds what computes gᵀ ∂f/∂x. Rules hold no state and are shared by threads.
/// </remarks>
/// <example>
/// <code>
/// public sealed class SquareRule : IGradientRule
/// {
///     public void Differentiate(GradientContext context) =>
///         context.SetInputGradient(0, context.Gradient * context.Input(0) * 2);
/// }
///
/// var rules = GradientRules.Default.With("my.company", "Square", new SquareRule());
/// </code>
/// </example>
public interface IGradientRule
{
    /// <summary>
    /// What the rule takes for exact although it is not, as a phrase, such as "rounding counts as the identity"; null for
    /// the derivative as it is. Nodes of such rules are marked <see cref="CoverageStatus.StraightThrough"/>.
    /// </summary>
    string? Approximation => null;

    /// <summary>Says whether the rule can differentiate a node, without adding anything.</summary>
    /// <param name="context">The node.</param>
    /// <returns>Null if it can; else the reason why not, as a phrase.</returns>
    string? WhyUnsupported(NodeContext context) => null;

    /// <summary>Adds the nodes that compute the cotangents of the inputs.</summary>
    /// <param name="context">The node, the cotangents of its outputs, and where those of its inputs go.</param>
    void Differentiate(GradientContext context);
}
