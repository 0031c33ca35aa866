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
internal sealed class AveragePoolRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) => Windows.WhyUnknown(context, hasWeights: false);

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        var windows = Windows.Of(node, hasWeights: false);
        var size = graph.Dimensions(x, 2, 2 + windows.Rank);
        var count = graph.Dimensions(node.Output(0), 2, 2 + windows.Rank);
        var begin = windows.Begin(graph, windows.Span(graph, count), size);
        var sums = windows.Sum(x, begin, count);
        bool whole = node.Int("ceil_mode", 0) == 0;
        bool padsCount = node.Int("count_include_pad", 0) != 0;
        if (whole && (windows.HasNoPads || (padsCount && windows.HasFixedPads)))
        {
            return [sums / windows.Size];
        }

        // How many elements of each window count.
        var ones = graph.Expand(graph.Scalar(1, x), graph.Concat(0, graph.Integers(1, 1), size));
        if (padsCount && windows.HasFixedPads)
        {
            var pads = graph.Concat(0, begin, windows.FixedEnd(graph));
            var axes = graph.Integers([.. Enumerable.Range(2, windows.Rank).Select(i => (long)i)]);
            ones = graph.Add("Pad", [ones, pads, graph.Scalar(1, x), axes], ("mode", "constant"));
            begin = graph.Integers(new long[windows.Rank]);
        }
        else if (padsCount)
        {
            return [sums / windows.Size];
        }

        return [sums / windows.Sum(ones, begin, count)];
    }
}

/// <summary>The p-norm of each window.</summary>
internal sealed class LpPoolRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) => Windows.WhyUnknown(context, hasWeights: false);

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        var windows = Windows.Of(node, hasWeights: false);
        long p = node.Int("p", 2);
        var count = graph.Dimensions(node.Output(0), 2, 2 + windows.Rank);
        var begin = windows.Begin(graph, windows.Span(graph, count), graph.Dimensions(x, 2, 2 + windows.Rank));
        return [Powers.Root(windows.Sum(Powers.Of(x, p), begin, count), p)];
    }
}

/// <summary>The p-norm of each channel.</summary>
internal sealed class GlobalLpPoolRule : ExpansionRule
{
    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var x = node.Input(0);
        long p = node.Int("p", 2);
        var sum = node.Graph.Sum(Powers.Of(x, p), keep: true, [.. Enumerable.Range(2, x.Rank - 2).Select(i => (long)i)]);
        return [Powers.Root(sum, p)];
    }
}

/// <summary>Elements put back where a max-pool took them from.</summary>
internal sealed class MaxUnpoolRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        var taken = graph.Add("Gather", [graph.Flatten(context.Gradient), graph.Flatten(context.Input(1))], ("axis", 0));
        return graph.ReshapeLike(taken, x);
    });
}

/// <summary>Powers of absolute values and their roots, with slope 0 at 0.</summary>
internal static class Powers
{
    /// <summary>|x|ᵖ.</summary>
    public static GraphValue Of(GraphValue x, long p)
    {
        var graph = x.Emitter;
        return p switch
        {
            1 => graph.Add("Abs", [x]),
            2 => x * x,
            _ => graph.Add("Pow", [graph.Add("Abs", [x]), graph.Scalar(p, x)]),
        };
    }

    /// <summary>The p-th root.</summary>
    public static GraphValue Root(GraphValue x, long p)
    {
        if (p == 1)
        {
            return x;
        }

        var graph = x.Emitter;
        var positive = x > 0;
        var safe = graph.Where(positive, x, graph.Scalar(1, x));
        var root = p == 2 ? graph.Add("Sqrt", [safe]) : graph.Add("Pow", [safe, graph.Scalar(1.0 / p, x)]);
        return graph.WhereOrZero(positive, root);
    }
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
    public void Differentiate(GradientContext context)
    {
        context.SetInputGradient(0, () => Inner(context));
        context.SetInputGradient(2, () =>
        {
            // The fill value is at every place that no element of the input reaches.
            var graph = context.Graph;
            var fill = context.Input(2);
            var axes = context.HasInput(3) ? context.Input(3) : null;
            var inner = graph.Expand(graph.Scalar(0, fill), graph.Shape(context.Input(0)));
            var border = graph.Add("Pad", [inner, context.Input(1), graph.Scalar(1, fill), axes], ("mode", "constant"));
            return graph.ReshapeLike(graph.Add("ReduceSum", [border * context.Gradient], ("keepdims", 0)), fill);
        });
    }

    private static GraphValue Inner(GradientContext context)
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
    }
}
