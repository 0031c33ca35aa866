using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Sampling;

/// <summary>Means over the bins of regions, which are linear in the image.</summary>
/// <remarks>The operator applied to an image of one channel for each position gives its matrix.</remarks>
internal sealed class RoiAlignRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(1) ? "its regions lie on the path"
        : context.Text("mode", "avg") != "avg" ? "mode 'max' has no rule"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, g) = (context.Graph, context.Input(0), context.Gradient);
        var sizes = graph.Dimensions(x, 2, 4);
        var places = graph.Reshape(graph.Add("ReduceProd", [sizes, graph.Integers(0)], ("keepdims", 1)), graph.Integers(1));
        var square = graph.Zeros(graph.Concat(0, places, places), x.ElementType);
        var identity = graph.Reshape(
            graph.Add("EyeLike", [square], ("dtype", (long)x.ElementType)),
            graph.Concat(0, graph.Integers(1), places, sizes));
        var first = graph.Zeros(graph.Shape(context.Input(2)), OnnxElementType.Int64);
        string[] attributes =
            ["coordinate_transformation_mode", "mode", "output_height", "output_width", "sampling_ratio", "spatial_scale"];
        var matrix = graph.Copy("RoiAlign", [identity, context.Input(1), first], context, attributes);

        // [regions, channels, bins] by [regions, bins, positions].
        var bins = graph.Reshape(g, graph.Integers(0, 0, -1));
        var weights = graph.Transpose(graph.Reshape(matrix, graph.Integers(0, 0, -1)), 0, 2, 1);
        var regions = graph.Add("MatMul", [bins, weights]);
        var shape = graph.Concat(0, graph.Dimensions(x, 0, 2), places);
        var sum = Positions.ScatterRows(graph, shape, graph.Unsqueeze(context.Input(2), 1), regions);
        return graph.ReshapeLike(sum, x);
    });
}

/// <summary>The greatest element of each bin of regions; equal ones share the cotangent.</summary>
/// <remarks>Bins overlap and follow no stride, so that every bin is compared with every position.</remarks>
internal sealed class MaxRoiPoolRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(1) ? "its regions lie on the path"
        : context.Ints("pooled_shape") is not [_, _] ? "it does not say how many bins there are"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, regions) = (context.Graph, context.Input(0), context.Input(1));
        var pooled = context.Ints("pooled_shape")!;
        var image = graph.Cast(graph.Flatten(Column(regions, 0)), OnnxElementType.Int64);
        float scale = context.Float("spatial_scale", 1);
        var rows = Bins(regions, scale, 2, 4, pooled[0], graph.Dimension(x, 2));
        var columns = Bins(regions, scale, 1, 3, pooled[1], graph.Dimension(x, 3));

        // [regions, 1, bins, 1, height, 1] and [regions, 1, 1, bins, 1, width].
        var inside = graph.Add("And", [graph.Unsqueeze(rows, 1, 3, 5), graph.Unsqueeze(columns, 1, 2, 4)]);
        var taken = graph.Unsqueeze(graph.Add("Gather", [x, image], ("axis", 0)), 2, 3);
        var same = graph.Add("Equal", [taken, graph.Unsqueeze(context.Output(0), 4, 5)]);
        var hits = graph.Indicator(graph.Add("And", [inside, same]), x);
        var count = graph.Add("Max", [graph.Sum(hits, keep: true, 4, 5), graph.Scalar(1, x)]);
        var spread = graph.Sum(hits * (graph.Unsqueeze(context.Gradient, 4, 5) / count), keep: false, 2, 3);
        return Positions.ScatterRows(graph, graph.Shape(x), graph.Unsqueeze(image, 1), spread);
    });

    private static GraphValue Column(GraphValue regions, int index) => regions.Emitter.Slice(
        regions, regions.Emitter.Integers(index), regions.Emitter.Integers(index + 1), regions.Emitter.Integers(1));

    /// <summary>Which positions of an axis belong to which bin: <c>[regions, bins, positions]</c>.</summary>
    private static GraphValue Bins(GraphValue regions, float scale, int from, int to, long bins, GraphValue size)
    {
        var graph = regions.Emitter;
        var start = Rounded(Column(regions, from) * scale);
        var end = Rounded(Column(regions, to) * scale);
        var length = graph.Add("Max", [end - start + 1, graph.Scalar(1, regions)]);
        var bin = length / bins;
        var numbers = graph.Constant([.. Enumerable.Range(0, (int)bins).Select(i => (double)i)], regions.ElementType, 1, bins);
        var first = graph.Add("Floor", [numbers * bin]) + start;
        var last = graph.Add("Ceil", [(numbers + 1) * bin]) + start;
        var places = graph.Reshape(graph.Cast(Attention.Heads.Count(size), regions.ElementType), graph.Integers(1, 1, -1));
        return graph.Add(
            "And",
            [
                graph.Add("GreaterOrEqual", [places, graph.Unsqueeze(first, 2)]),
                graph.Add("Less", [places, graph.Unsqueeze(last, 2)]),
            ]);
    }

    /// <summary>Halves go away from 0, as in C.</summary>
    private static GraphValue Rounded(GraphValue x) => x.Emitter.Add("Floor", [x + 0.5]);
}
