namespace Lit.Onnx.Autodiff.Rules.Fused;

/// <summary>α A B with transposed operands, and an activation behind.</summary>
internal sealed class FusedMatMulRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null || context.Input(1).Facts.Rank is null ? "the rank of its operands is not known"
        : FusedActivation.WhyUnsupported(context);

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var a = Operand(node.Input(0), node.Int("transA", 0) != 0, node.Int("transBatchA", 0) != 0);
        var b = Operand(node.Input(1), node.Int("transB", 0) != 0, node.Int("transBatchB", 0) != 0);
        var y = node.Graph.Add("MatMul", [a, b]) * node.Float("alpha", 1);
        float[] parameters = [node.Float("activation_alpha", 0), node.Float("activation_beta", 0)];
        return [FusedActivation.Apply(node, y, parameters)];
    }

    /// <summary>The matrix as it is multiplied; with a moved batch, the first dimension stands in front of the last.</summary>
    private static GraphValue Operand(GraphValue x, bool transposed, bool movedBatch)
    {
        int rank = x.Rank;
        if (movedBatch && rank > 2)
        {
            long[] order = [.. Enumerable.Range(1, rank - 2).Select(i => (long)i), 0, rank - 1];
            x = x.Emitter.Transpose(x, order);
        }

        return transposed && rank > 1 ? x.Emitter.TransposeMatrices(x) : x;
    }
}

/// <summary>Gemm with an activation behind.</summary>
internal sealed class FusedGemmRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) => FusedActivation.WhyUnsupported(context);

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var y = node.Graph.Add(
            "Gemm",
            [node.Input(0), node.Input(1), node.HasInput(2) ? node.Input(2) : null],
            ("alpha", node.Float("alpha", 1)),
            ("beta", node.Float("beta", 1)),
            ("transA", node.Int("transA", 0)),
            ("transB", node.Int("transB", 0)));
        float[] parameters = [node.Float("activation_alpha", 0), node.Float("activation_beta", 0), node.Float("activation_gamma", 0)];
        return [FusedActivation.Apply(node, y, parameters)];
    }
}

/// <summary>Convolution with a sum and an activation behind, or with channels last.</summary>
internal sealed class FusedConvRule : ExpansionRule
{
    private static readonly string[] Copied = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"];

    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its image is not known" : FusedActivation.WhyUnsupported(context);

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool channelsLast = node.Operator.StartsWith("Nhwc", StringComparison.Ordinal);
        var (x, w) = (node.Input(0), node.Input(1));
        int rank = x.Rank;
        long[] inner = [.. Enumerable.Range(1, rank - 2).Select(i => (long)i)];
        if (channelsLast)
        {
            x = graph.Transpose(x, [0, rank - 1, .. inner]);
            w = graph.Transpose(w, [0, rank - 1, .. inner]);
        }

        var y = graph.Copy("Conv", [x, w, node.HasInput(2) ? node.Input(2) : null], node, Copied);
        if (channelsLast)
        {
            y = graph.Transpose(y, [0, .. inner.Select(i => i + 1), 1]);
        }

        if (node.HasInput(3))
        {
            y += node.Input(3);
        }

        return [FusedActivation.Apply(node, y, node.Floats("activation_params") ?? [])];
    }
}
