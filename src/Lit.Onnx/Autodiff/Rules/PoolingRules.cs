using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>The greatest element of each window: the first of equals gets the cotangent.</summary>
/// <remarks>The operator itself can say where each element came from; windows that overlap add up.</remarks>
internal sealed class MaxPoolRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        // Positions counted column by column would have to be translated; the values are the same.
        context.Proto.Remove("storage_order");
        return Positions.Scatter(context.Graph, context.RequireOutput(1), context.Gradient, context.Input(0), add: true);
    });
}

/// <summary>The mean of each window: every element that it covers gets an equal part of the cotangent.</summary>
internal sealed class AveragePoolRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Int("ceil_mode", 0) != 0 ? "ceil_mode = 1 has no rule"
        : context.Ints("dilations") is { } dilations && dilations.Any(d => d != 1) ? "dilations have no rule"
        : Windows.Of(context, null) is null ? "its padding depends on sizes that are only known at run time"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, y) = (context.Graph, context.Input(0), context.Output(0));
        var windows = Windows.Of(context, null)!;
        int rank = windows.Rank;
        long size = windows.Kernel.Aggregate(1L, (a, b) => a * b);
        var ones = graph.Constant([.. Enumerable.Repeat(1.0, (int)size)], x.ElementType, [1, 1, .. windows.Kernel]);

        // One image for each channel, so that one kernel serves any number of channels.
        var g = graph.Reshape(context.Gradient, graph.Concat(0, graph.Integers(-1, 1), graph.Dimensions(y, 2, 2 + rank)));
        var images = graph.Concat(0, graph.Integers(-1, 1), graph.Dimensions(x, 2, 2 + rank));
        if (context.Int("count_include_pad", 0) != 0 || windows.Pads.All(p => p == 0))
        {
            g /= size;
        }
        else
        {
            var one = graph.Expand(graph.Scalar(1, x), graph.Concat(0, graph.Integers(1, 1), graph.Dimensions(x, 2, 2 + rank)));
            g /= graph.Add("Conv", [one, ones], ("kernel_shape", windows.Kernel), ("strides", windows.Strides), ("pads", windows.Pads));
        }

        var padded = graph.Add("ConvTranspose", [g, ones], ("kernel_shape", windows.Kernel), ("strides", windows.Strides));
        return graph.ReshapeLike(windows.Crop(graph, padded, graph.Reshape(x, images)), x);
    });
}

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAveragePoolRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.ExpandLike(g / node.Graph.Count(x, y), x);
}

/// <summary>The greatest element of each channel; equal ones share the cotangent.</summary>
internal sealed class GlobalMaxPoolRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        var graph = node.Graph;
        var hits = graph.Indicator(graph.Add("Equal", [x, y]), x);
        return hits * (g / graph.Sum(hits, keep: true, [.. Enumerable.Range(2, x.Rank - 2).Select(i => (long)i)]));
    }
}

/// <summary>A border around a tensor, of one value or of copies of its elements.</summary>
internal sealed class PadRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => context.NeedsGradient(2) ? "its fill value lies on the path" : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, pads) = (context.Graph, context.Input(0), context.Input(1));
        var axes = context.HasInput(3) ? context.Input(3) : null;
        string mode = context.Text("mode", "constant");
        if (mode == "constant")
        {
            return graph.Add("Pad", [context.Gradient, -pads, null, axes], ("mode", "constant"));
        }

        // The same border around the numbers 0, 1, 2 … says which element each one copies.
        var positions = graph.Cast(Positions.Of(graph, x), OnnxElementType.Double);
        var copied = graph.Cast(graph.Add("Pad", [positions, pads, null, axes], ("mode", mode)), OnnxElementType.Int64);
        return Positions.Scatter(graph, copied, context.Gradient, x, add: true);
    });
}
