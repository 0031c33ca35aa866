using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>(x − mean) / deviation over the last axes, scaled and shifted.</summary>
internal sealed class LayerNormalizationRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x, g, scale) = (context.Graph, context.Input(0), context.Gradient, context.Input(1));
        int first = NodeContext.Axis(context.Int("axis", -1), x.Rank);
        long[] axes = [.. Enumerable.Range(first, x.Rank - first).Select(i => (long)i)];

        // The operator keeps its statistics in 32 bits whatever the type of x.
        var inverse = graph.Cast(context.RequireOutput(2), x.ElementType);
        var normal = Normal(context, x, first, inverse);
        context.SetInputGradient(0, () => Normalization.Derive(graph, g * scale, normal, inverse, axes));
        context.SetInputGradient(1, () => graph.Unbroadcast(g * normal, scale));
        context.SetInputGradient(2, () => graph.Unbroadcast(g, context.Input(2)));
    }

    /// <summary>The input without scale and shift: by the operator itself, which is one pass, where its width is known.</summary>
    private static GraphValue Normal(GradientContext context, GraphValue x, int first, GraphValue inverse)
    {
        var graph = context.Graph;
        if (x.Dimensions is { } dims && dims.Skip(first).All(d => d is > 0) && x.ElementType != OnnxElementType.Double)
        {
            long[] shape = [.. dims.Skip(first).Select(d => d!.Value)];
            double[] ones = [.. Enumerable.Repeat(1.0, (int)shape.Aggregate(1L, (a, b) => a * b))];
            return graph.Add(
                "LayerNormalization",
                [x, graph.Constant(ones, x.ElementType, shape)],
                ("axis", first),
                ("epsilon", context.Float("epsilon", 1e-5f)));
        }

        return (x - graph.Cast(context.RequireOutput(1), x.ElementType)) * inverse;
    }
}

/// <summary>x / √(mean x² + ε) over the last axes, scaled.</summary>
internal sealed class RmsNormalizationRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x, g, scale) = (context.Graph, context.Input(0), context.Gradient, context.Input(1));
        int first = NodeContext.Axis(context.Int("axis", -1), x.Rank);
        long[] axes = [.. Enumerable.Range(first, x.Rank - first).Select(i => (long)i)];
        var inverse = graph.Add("Reciprocal", [graph.Add("Sqrt", [graph.Mean(x * x, axes) + context.Float("epsilon", 1e-5f)])]);
        var normal = x * inverse;
        context.SetInputGradient(0, () =>
        {
            var scaled = g * scale;
            return (scaled - (normal * graph.Mean(scaled * normal, axes))) * inverse;
        });
        context.SetInputGradient(1, () => graph.Unbroadcast(g * normal, scale));
    }
}

/// <summary>(x − mean) / deviation over the positions of each channel of each example.</summary>
internal sealed class InstanceNormalizationRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x, g) = (context.Graph, context.Input(0), context.Gradient);
        long[] positions = [.. Enumerable.Range(2, x.Rank - 2).Select(i => (long)i)];
        long[] perChannel = [1, -1, .. positions.Select(_ => 1L)];
        var centred = x - graph.Mean(x, positions);
        var variance = graph.Mean(centred * centred, positions);
        var inverse = graph.Add("Reciprocal", [graph.Add("Sqrt", [variance + context.Float("epsilon", 1e-5f)])]);
        var normal = centred * inverse;
        context.SetInputGradient(0, () => Normalization.Derive(
            graph,
            g * graph.Reshape(context.Input(1), graph.Integers(perChannel)),
            normal,
            inverse,
            positions));
        context.SetInputGradient(1, () => graph.Sum(g * normal, keep: false, [0, .. positions]));
        context.SetInputGradient(2, () => graph.Sum(g, keep: false, [0, .. positions]));
    }
}

/// <summary>A fixed scale and shift for each channel, from statistics of the training data.</summary>
internal sealed class BatchNormalizationRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Int("training_mode", 0) != 0 ? "it normalises by the batch (training_mode = 1); export the model for inference"
        : context.NeedsGradient(3) || context.NeedsGradient(4) ? "its statistics lie on the path"
        : null;

    public void Differentiate(GradientContext context)
    {
        var (graph, x, g) = (context.Graph, context.Input(0), context.Gradient);
        long[] perChannel = [1, -1, .. Enumerable.Repeat(1L, x.Rank - 2)];
        long[] others = [0, .. Enumerable.Range(2, x.Rank - 2).Select(i => (long)i)];
        var deviation = graph.Add("Sqrt", [context.Input(4) + context.Float("epsilon", 1e-5f)]);
        context.SetInputGradient(0, () => g * graph.Reshape(context.Input(1) / deviation, graph.Integers(perChannel)));
        context.SetInputGradient(1, () =>
        {
            var centred = x - graph.Reshape(context.Input(3), graph.Integers(perChannel));
            return graph.Sum(g * (centred / graph.Reshape(deviation, graph.Integers(perChannel))), keep: false, others);
        });
        context.SetInputGradient(2, () => graph.Sum(g, keep: false, others));
    }
}

/// <summary>What the normalisations share.</summary>
internal static class Normalization
{
    /// <summary>The derivative of (x − mean) / deviation: what is left of the cotangent without its mean and its part along x.</summary>
    public static GraphValue Derive(
        GraphEmitter graph,
        GraphValue cotangent,
        GraphValue normal,
        GraphValue inverseDeviation,
        ReadOnlySpan<long> axes)
    {
        var along = graph.Mean(cotangent * normal, axes);
        return (cotangent - graph.Mean(cotangent, axes) - (normal * along)) * inverseDeviation;
    }
}
