using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>(x − mean) / deviation over the last axes, scaled and shifted.</summary>
/// <remarks>
/// The derivative needs (x − mean) / deviation itself. Once that is computed, scaling and shifting it is less work than
/// the operator, so the forward pass shares it.
/// </remarks>
internal sealed class LayerNormalizationRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x, g, scale) = (context.Graph, context.Input(0), context.Gradient, context.Input(1));
        var shift = context.HasInput(2) ? context.Input(2) : null;
        int first = NodeContext.Axis(context.Int("axis", -1), x.Rank);
        long[] axes = [.. Enumerable.Range(first, x.Rank - first).Select(i => (long)i)];
        var (normal, inverse) = x.ElementType is OnnxElementType.Float or OnnxElementType.Double
            ? Shared(context, x, scale, shift, axes)
            : Recomputed(context, x);
        context.SetInputGradient(0, () => Normalization.Derive(graph, g * scale, normal, inverse, axes));
        context.SetInputGradient(1, () => graph.Unbroadcast(g * normal, scale));
        context.SetInputGradient(2, () => graph.Unbroadcast(g, shift!));
    }

    private static (GraphValue Normal, GraphValue Inverse) Shared(
        GradientContext context,
        GraphValue x,
        GraphValue scale,
        GraphValue? shift,
        long[] axes)
    {
        var graph = context.Graph;
        var centred = x - graph.Mean(x, axes);
        var variance = graph.Mean(centred * centred, axes);
        var inverse = graph.Add("Reciprocal", [graph.Add("Sqrt", [variance + context.Float("epsilon", 1e-5f)])]);
        var normal = centred * inverse;
        bool alone = Enumerable.Range(1, Math.Max(0, context.OutputCount - 1)).All(i => !context.Proto.HasOutput(i));
        if (alone)
        {
            if (shift is null)
            {
                context.Replace("Mul", normal, scale);
            }
            else
            {
                context.Replace("Add", normal * scale, shift);
            }
        }

        return (normal, inverse);
    }

    /// <summary>Half-precision models keep their statistics in 32 bits, which the operator does inside.</summary>
    private static (GraphValue Normal, GraphValue Inverse) Recomputed(GradientContext context, GraphValue x)
    {
        var mean = context.Graph.Cast(context.RequireOutput(1), x.ElementType);
        var inverse = context.Graph.Cast(context.RequireOutput(2), x.ElementType);
        return ((x - mean) * inverse, inverse);
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
        context.Int("training_mode", 0) != 0 ? "it normalises by the batch (training_mode = 1); export the model for inference" : null;

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
        context.SetInputGradient(3, () => -(graph.Sum(g, keep: false, others) * (context.Input(1) / deviation)));
        context.SetInputGradient(4, () =>
        {
            var centred = x - graph.Reshape(context.Input(3), graph.Integers(perChannel));
            return graph.Sum(g * centred, keep: false, others) * context.Input(1) * -0.5 / (deviation * deviation * deviation);
        });
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
