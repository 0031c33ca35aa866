namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A function of one tensor, element by element.</summary>
internal abstract class UnaryRule : IGradientRule
{
    public void Differentiate(GradientContext context) =>
        context.SetInputGradient(0, () => Derive(context, context.Gradient, context.Input(0), context.Output(0)));

    /// <param name="node">The node, for its attributes.</param>
    /// <param name="g">The cotangent of <paramref name="y"/>.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output.</param>
    protected abstract GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y);
}
