using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Fused;

/// <summary>gelu(x + bias), exact or in the approximation by tanh; the bias of FastGelu may be left out.</summary>
internal sealed class BiasGeluRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = node.HasInput(1) ? node.Input(0) + node.Input(1) : node.Input(0);
        return node.Operator == "FastGelu"
            ? [Gelu.ByTanh(x)]
            : [graph.Add(Operators.Microsoft, "Gelu", [x], 1)[0]];
    }
}

/// <summary>x gelu(y), where x and y are the halves of what is given, after the bias.</summary>
internal sealed class BiasSplitGeluRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var halves = graph.Add(string.Empty, "Split", [node.Input(0) + node.Input(1)], 2, ("axis", -1), ("num_outputs", 2));
        return [halves[0] * graph.Add(Operators.Microsoft, "Gelu", [halves[1]], 1)[0]];
    }
}

/// <summary>x + bias + skip.</summary>
internal sealed class BiasAddRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node) =>
        [node.Input(0) + node.Input(1) + node.Input(2)];
}

/// <summary>softmax(x + bias) over all dimensions from an axis on, the bias repeated over groups of rows.</summary>
internal sealed class BiasSoftmaxRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null || context.Input(1).Facts.Rank is null ? "the rank of its operands is not known"
        : context.Int("is_inner_broadcast", 1) == 0 && context.Input(0).Rank != context.Input(1).Rank ? "an outer repetition of the bias has no rule"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var sum = node.Input(0) + node.Input(1);
        int axis = NodeContext.Axis(node.Int("axis", 1), sum.Rank);
        if (axis == sum.Rank - 1)
        {
            return [graph.Add("Softmax", [sum], ("axis", -1))];
        }

        var rows = graph.Add("Flatten", [sum], ("axis", axis));
        return [graph.ReshapeLike(graph.Add("Softmax", [rows], ("axis", -1)), sum)];
    }
}

/// <summary>GELU in simple nodes.</summary>
internal static class Gelu
{
    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    public static GraphValue ByTanh(GraphValue x)
    {
        double scale = Math.Sqrt(2 / Math.PI);
        var inner = x * ((x * x * (scale * 0.044715)) + scale);
        return x * ((x.Emitter.Add("Tanh", [inner]) * 0.5) + 0.5);
    }
}
