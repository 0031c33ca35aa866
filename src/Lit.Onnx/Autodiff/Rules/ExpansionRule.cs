namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Differentiates an operator by writing it in simpler ones, whose rules do the rest.</summary>
/// <remarks>
/// The simpler nodes take the place of the operator in the forward pass too: what the derivative needs is computed once,
/// and the result and its gradient are those of one arithmetic.
/// </remarks>
internal abstract class ExpansionRule : IGradientRule
{
    public virtual string? Approximation => null;

    /// <summary>Whether the operator itself still runs in the forward pass, because it rounds where the simpler nodes do not.</summary>
    protected virtual bool KeepsForward => false;

    public virtual string? WhyUnsupported(NodeContext context) => null;

    public void Differentiate(GradientContext context)
    {
        var outputs = Expand(context);
        for (int i = 0; i < outputs.Count && i < context.OutputCount; i++)
        {
            // What is known of the output holds for the value that equals it.
            if (outputs[i] is { } value && context.Proto.Output[i] is { Length: > 0 } name
                && context.Graph.Graph.Facts[name] is { Shape: not null } facts && value.Facts.Shape is null)
            {
                context.Graph.Graph.Facts[value.Name] = value.Facts with { Shape = facts.Shape };
            }
        }

        context.DifferentiateThrough(outputs);
        if (!KeepsForward)
        {
            context.Redirect(outputs);
        }
    }

    /// <summary>Adds nodes that compute the outputs.</summary>
    /// <returns>For each output the value that equals it; null for outputs that are not on the path and not offered.</returns>
    protected abstract IReadOnlyList<GraphValue?> Expand(NodeContext node);
}
