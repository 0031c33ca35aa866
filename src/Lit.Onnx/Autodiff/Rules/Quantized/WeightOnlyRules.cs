using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Quantized;

/// <summary>A product with weights of few bits, which the operator itself unpacks.</summary>
/// <remarks>Running the operator on the rows of an identity matrix gives the weights as it sees them, whatever their packing.</remarks>
internal sealed class PackedMatMulRule : IGradientRule
{
    public string? Approximation => "rounding of activations, which the kernel may do, counts as the identity";

    public string? WhyUnsupported(NodeContext context) =>
        context.Int("K", 0) <= 0 ? "the number of its rows (K) is not given" : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        long rows = context.Int("K", 0);
        var square = graph.Zeros(graph.Integers(rows, rows), x.ElementType);
        var identity = graph.Add("EyeLike", [square], ("dtype", (long)x.ElementType));
        GraphValue?[] inputs = [.. Enumerable.Range(0, context.InputCount).Select(i => context.HasInput(i) ? context.Input(i) : null)];
        inputs[0] = identity;

        // The bias belongs to the result, not to the weights.
        if (inputs.Length > 5)
        {
            inputs[5] = null;
        }

        NodeArgument[] arguments =
        [
            .. context.Proto.Attribute.Where(a => a.Name != "accuracy_level").Select(a => NodeArgument.Of(a.Name, a)),
        ];
        var weights = graph.Add(context.Domain, context.Operator, inputs, 1, arguments)[0];
        return graph.Add("MatMul", [context.Gradient, graph.Transpose(weights, 1, 0)]);
    });
}

/// <summary>A product of numbers with weights in 8 bits; the activations are rounded on the way.</summary>
internal sealed class DynamicQuantizeMatMulRule : ExpansionRule
{
    public override string? Approximation => "rounding of activations counts as the identity, and their range as a constant";

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var weights = graph.Cast(node.Input(1), OnnxElementType.Float);
        if (node.HasInput(3))
        {
            weights -= graph.Cast(node.Input(3), OnnxElementType.Float);
        }

        var y = graph.Add("MatMul", [node.Input(0), weights * node.Input(2)]);
        return [node.HasInput(4) ? y + node.Input(4) : y];
    }
}

/// <summary>A product of integers whose result is a number.</summary>
internal sealed class MatMulIntegerToFloatRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var y = node.Graph.Add("MatMul", [Levels(node, 0, 4), Levels(node, 1, 5)]) * node.Input(2) * node.Input(3);
        return [node.HasInput(6) ? y + node.Input(6) : y];
    }
}
