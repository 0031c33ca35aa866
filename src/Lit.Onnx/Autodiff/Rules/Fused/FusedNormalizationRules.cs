namespace Lit.Onnx.Autodiff.Rules.Fused;

/// <summary>ONNX Runtime's residual sum and layer norm in one.</summary>
internal sealed class SkipLayerNormalizationRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var sum = node.Input(0) + node.Input(1);
        if (node.HasInput(4))
        {
            sum += node.Input(4);
        }

        var y = graph.Add(
            "LayerNormalization",
            [sum, node.Input(2), node.HasInput(3) ? node.Input(3) : null],
            ("axis", -1),
            ("epsilon", node.Float("epsilon", 1e-12f)));
        return [y, null, null, sum];
    }
}

/// <summary>ONNX Runtime's residual sum and root-mean-square norm in one.</summary>
internal sealed class SkipSimplifiedLayerNormalizationRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var sum = node.Input(0) + node.Input(1);
        if (node.HasInput(3))
        {
            sum += node.Input(3);
        }

        return [Norms.RootMeanSquare(sum, node.Input(2), node.Float("epsilon", 1e-12f), [-1]), null, null, sum];
    }
}

/// <summary>A norm over groups of channels, in both layouts, of both makers.</summary>
internal sealed class GroupNormalizationRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its input is not known" : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool runtime = node.Domain.Length > 0;
        bool skips = node.Operator == "SkipGroupNorm";
        long groups = node.Int(runtime ? "groups" : "num_groups", 1);
        bool channelsLast = runtime && node.Int("channels_last", 1) != 0;
        var x = node.Input(0);
        if (skips)
        {
            // A skip without positions is repeated over them.
            var skip = node.Input(3);
            x += skip.Rank == 2 ? graph.Unsqueeze(skip, 1, 2) : skip;
            if (node.HasInput(4))
            {
                x += node.Input(4);
            }
        }

        var sum = x;
        int rank = x.Rank;
        if (channelsLast)
        {
            x = graph.Transpose(x, [0, rank - 1, .. Enumerable.Range(1, rank - 2).Select(i => (long)i)]);
        }

        var grouped = graph.Reshape(x, graph.Integers(0, groups, -1));
        var normal = Norms.Standardize(grouped, node.Float("epsilon", 1e-5f), [2]);
        long[] perChannel = [1, -1, .. Enumerable.Repeat(1L, rank - 2)];
        var (scale, shift) = (node.Input(1), node.Input(2));
        GraphValue y;
        if (scale.Dimensions is [{ } length] && length == groups && x.Dimensions?[1] != groups)
        {
            // Before version 21 there was one scale for each group.
            y = (normal * graph.Reshape(scale, graph.Integers(1, -1, 1))) + graph.Reshape(shift, graph.Integers(1, -1, 1));
            y = graph.ReshapeLike(y, x);
        }
        else
        {
            y = graph.ReshapeLike(normal, x);
            y = (y * graph.Reshape(graph.Cast(scale, x.ElementType), graph.Integers(perChannel)))
                + graph.Reshape(graph.Cast(shift, x.ElementType), graph.Integers(perChannel));
        }

        if (channelsLast)
        {
            y = graph.Transpose(y, [0, .. Enumerable.Range(2, rank - 2).Select(i => (long)i), 1]);
        }

        if (runtime && node.Int("activation", 0) == 1)
        {
            y *= graph.Add("Sigmoid", [y]);
        }

        return [y, skips ? sum : null];
    }
}

/// <summary>(x − mean) / deviation over given axes, without scale.</summary>
internal sealed class MeanVarianceNormalizationRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node) =>
        [Norms.Standardize(node.Input(0), 1e-9, [.. node.Ints("axes") ?? [0, 2, 3]])];
}

/// <summary>Norms in simple nodes.</summary>
internal static class Norms
{
    /// <summary>(x − mean) / √(variance + ε).</summary>
    public static GraphValue Standardize(GraphValue x, double epsilon, ReadOnlySpan<long> axes)
    {
        var graph = x.Emitter;
        var centred = x - graph.Mean(x, axes);
        return centred / graph.Add("Sqrt", [graph.Mean(centred * centred, axes) + epsilon]);
    }

    /// <summary>x / √(mean x² + ε), scaled.</summary>
    public static GraphValue RootMeanSquare(GraphValue x, GraphValue scale, double epsilon, ReadOnlySpan<long> axes)
    {
        var graph = x.Emitter;
        return x / graph.Add("Sqrt", [graph.Mean(x * x, axes) + epsilon]) * scale;
    }
}
