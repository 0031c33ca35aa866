namespace Lit.Onnx.Autodiff.Rules;

/// <summary>x / (k + α mean of squares of neighbouring channels)^β.</summary>
internal sealed class LocalResponseNormalizationRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its input is not known" : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        long size = node.Int("size", 1);
        long before = (size - 1) / 2;
        var channels = graph.Reshape(x * x, graph.Concat(0, graph.Dimension(x, 0), graph.Integers(1), graph.Dimension(x, 1), graph.Integers(-1)));
        var mean = graph.Add(
            "AveragePool",
            [channels],
            ("kernel_shape", new[] { size, 1 }),
            ("pads", new[] { before, 0, size - 1 - before, 0 }),
            ("count_include_pad", 1));
        var sum = graph.ReshapeLike(mean, x) * node.Float("alpha", 1e-4f);
        var power = graph.Add("Pow", [sum + node.Float("bias", 1), graph.Scalar(node.Float("beta", 0.75f), x)]);
        return [x / power];
    }
}

/// <summary>x over its p-norm along an axis.</summary>
internal sealed class LpNormalizationRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        string op = node.Int("p", 2) == 1 ? "ReduceL1" : "ReduceL2";
        var norm = graph.Add(op, [x, graph.Integers(node.Int("axis", -1))], ("keepdims", 1));
        var zero = graph.Add("Equal", [norm, graph.Scalar(0, norm)]);
        return [x / graph.Where(zero, graph.Scalar(1, norm), norm)];
    }
}

/// <summary>Towards 0 by a bias, and 0 within a threshold.</summary>
internal sealed class ShrinkRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        float threshold = node.Float("lambd", 0.5f);
        return node.Graph.WhereOrZero(node.Graph.Add("Or", [x < -threshold, x > threshold]), g);
    }
}
