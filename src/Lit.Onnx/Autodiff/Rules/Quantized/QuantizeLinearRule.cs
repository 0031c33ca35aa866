using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Quantized;

/// <summary>round(x / scale) + zero point, limited to the range of the integers.</summary>
/// <remarks>
/// Straight-through estimator (Bengio, Léonard and Courville, 2013) with the mask of the range: inside, rounding counts as
/// the identity; where the result is limited, nothing passes.
/// </remarks>
internal sealed class QuantizeLinearRule : IQuantizedRule
{
    public string? Approximation => "rounding counts as the identity within the range of the integers";

    public bool Carries(int output) => output == 0;

    public string? WhyUnsupported(NodeContext context) =>
        Range(Target(context)) is null ? $"the range of its integers ({Target(context)}) is not known"
        : Scales.WhyUnsupported(context);

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        var (low, high) = Range(Target(context))!.Value;
        var scale = graph.Cast(Scales.Aligned(context, context.Input(1), x), x.ElementType);
        var level = x / scale;
        if (Target(context) is not (OnnxElementType.Float8E4M3FN or OnnxElementType.Float8E5M2))
        {
            level = graph.Add("Round", [level]);
        }

        if (context.HasInput(2) && !IsZero(context))
        {
            level += graph.Cast(Scales.Aligned(context, context.Input(2), x), x.ElementType);
        }

        var outside = graph.Add("Or", [level < low, level > high]);
        var g = graph.Cast(context.Gradient, x.ElementType) / scale;
        return graph.Where(outside, graph.Scalar(0, g), g);
    });

    private static bool IsZero(NodeContext context) =>
        context.Graph.Graph.Constant(context.Proto.Input[2]) is { } zero && zero.ReadIntegers() is { } values
            && values.All(v => v == 0);

    private static OnnxElementType Target(NodeContext context)
    {
        if (context.HasInput(2) && context.Input(2).ElementType is var type && type != OnnxElementType.Undefined)
        {
            return type;
        }

        long named = context.Int("output_dtype", 0);
        return named > 0 ? (OnnxElementType)named : OnnxElementType.UInt8;
    }

    private static (double Low, double High)? Range(OnnxElementType type) => type switch
    {
        OnnxElementType.UInt8 => (0, 255),
        OnnxElementType.Int8 => (-128, 127),
        OnnxElementType.UInt16 => (0, 65535),
        OnnxElementType.Int16 => (-32768, 32767),
        OnnxElementType.Int32 => (int.MinValue, int.MaxValue),
        OnnxElementType.UInt4 => (0, 15),
        OnnxElementType.Int4 => (-8, 7),
        OnnxElementType.UInt2 => (0, 3),
        OnnxElementType.Int2 => (-2, 1),
        OnnxElementType.Float8E4M3FN => (-448, 448),
        OnnxElementType.Float8E5M2 => (-57344, 57344),
        _ => null,
    };
}

/// <summary>(q − zero point) · scale; the scale counts as a constant.</summary>
internal sealed class DequantizeLinearRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => Scales.WhyUnsupported(context);

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
        context.Gradient * context.Graph.Cast(
            Scales.Aligned(context, context.Input(1), context.Input(0)),
            context.Gradient.ElementType));
}

/// <summary>Quantises by the range of the tensor itself, which counts as a constant.</summary>
internal sealed class DynamicQuantizeLinearRule : IQuantizedRule
{
    public string? Approximation => "rounding counts as the identity, and the range of the tensor as a constant";

    public bool Carries(int output) => output == 0;

    public void Differentiate(GradientContext context) =>
        context.SetInputGradient(0, () => context.Gradient / context.RequireOutput(1));
}

/// <summary>Scales and zero points: one for all, one for each position of an axis, or one for each block along it.</summary>
internal static class Scales
{
    public static string? WhyUnsupported(NodeContext context) =>
        context.Input(1).Facts.Rank == 0 || context.Input(1).Dimensions is [1] ? null
        : context.Input(1).Facts.Rank is null || context.Input(0).Facts.Rank is null ? "the rank of its scale or its data is not known"
        : null;

    /// <summary>Broadcasts to the data.</summary>
    public static GraphValue Aligned(NodeContext context, GraphValue scale, GraphValue x)
    {
        var graph = context.Graph;
        if (scale.Rank == 0 || scale.Dimensions is [1])
        {
            return graph.Reshape(scale, graph.Integers());
        }

        int rank = x.Rank;
        int axis = NodeContext.Axis(context.Int("axis", 1), rank);
        if (scale.Rank == 1)
        {
            return graph.Reshape(scale, graph.Integers([.. Enumerable.Range(0, rank).Select(i => i == axis ? -1L : 1L)]));
        }

        long block = context.Int("block_size", 0);
        if (block <= 1)
        {
            return scale;
        }

        // Each scale is repeated over its block; the last block may be shorter.
        var repeated = graph.Expand(
            graph.Unsqueeze(scale, axis + 1),
            graph.Integers([.. Enumerable.Range(0, rank + 1).Select(i => i == axis + 1 ? block : 1L)]));
        long[] shape = [.. Enumerable.Range(0, axis).Select(_ => 0L), -1];
        var joined = graph.Reshape(repeated, graph.Concat(0, graph.Integers(shape), graph.Dimensions(scale, axis + 1, rank)));
        return graph.Slice(joined, graph.Integers(0), graph.Dimension(x, axis), graph.Integers(axis));
    }
}
