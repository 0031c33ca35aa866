using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Linear;

/// <summary>Determinants: det′ = det · inverse transposed.</summary>
internal sealed class DetRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        var inverse = graph.Add(Operators.Microsoft, "Inverse", [x], 1)[0];
        return graph.TransposeMatrices(inverse) * graph.Unsqueeze(context.Gradient * context.Output(0), -1, -2);
    });
}

/// <summary>Inverse matrices: −Y ᵀ g Yᵀ.</summary>
internal sealed class InverseRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        var transposed = node.Graph.TransposeMatrices(y);
        return -node.Graph.Add("MatMul", [node.Graph.Add("MatMul", [transposed, g]), transposed]);
    }
}

/// <summary>The product along axes. Every element gets the product of the others, also where one is 0.</summary>
internal sealed class ReduceProdRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes)
    {
        var zero = graph.Add("Equal", [x, graph.Scalar(0, x)]);
        var others = graph.Where(zero, graph.Scalar(1, x), x);
        var product = graph.Add("ReduceProd", [others, axes], ("keepdims", 1));
        var zeros = graph.Add("ReduceSum", [graph.Indicator(zero, x), axes], ("keepdims", 1));

        // With one 0 only that element has a slope, with two or more none has.
        var single = graph.Add("And", [zero, graph.Add("Equal", [zeros, graph.Scalar(1, x)])]);
        var none = graph.Add("Equal", [zeros, graph.Scalar(0, x)]);
        return g * graph.Where(none, y / others, graph.WhereOrZero(single, graph.Expand(product, graph.Shape(x))));
    }
}
