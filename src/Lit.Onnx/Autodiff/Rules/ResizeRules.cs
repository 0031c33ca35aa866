using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Resampling, which is linear and works axis by axis.</summary>
/// <remarks>Resampling the rows of an identity matrix gives the matrix of each axis; the cotangent is multiplied by it.</remarks>
internal sealed class ResizeRule : IGradientRule
{
    // What is put outside of a region is a constant, and has no part in the derivative.
    private static readonly string[] Copied =
        ["antialias", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside", "mode", "nearest_mode"];

    public string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "its rank is not known"
        : context.NeedsGradient(1) || context.NeedsGradient(2) ? "its region or scales lie on the path"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        int rank = x.Rank;
        int[] axes = context.Ints("axes") is { } named
            ? [.. named.Select(a => NodeContext.Axis(a, rank))]
            : [.. Enumerable.Range(0, rank)];
        var scales = context.ConstantFloats(2);
        var g = context.Gradient;
        for (int i = 0; i < axes.Length; i++)
        {
            if (scales is { Count: > 0 } && scales[i] == 1)
            {
                continue;
            }

            long[] last = [.. Enumerable.Range(0, rank).Where(a => a != axes[i]).Select(a => (long)a), axes[i]];
            long[] back = new long[rank];
            for (int a = 0; a < rank; a++)
            {
                back[last[a]] = a;
            }

            g = graph.Transpose(graph.Add("MatMul", [graph.Transpose(g, last), AxisMatrix(context, i, axes[i])]), back);
        }

        return g;
    });

    /// <summary>The matrix [new size, old size] of one axis.</summary>
    private static GraphValue AxisMatrix(GradientContext context, int position, int axis)
    {
        var (graph, x) = (context.Graph, context.Input(0));
        if (context.HasInput(3) && context.Text("keep_aspect_ratio_policy", "stretch") != "stretch")
        {
            return ScaledTogether(context, position, axis);
        }

        var size = graph.Dimension(x, axis);
        var identity = graph.Reshape(Identity(graph, size, x.ElementType), graph.Concat(0, graph.Integers(1, 1), size, size));
        GraphValue? scales = null;
        GraphValue? sizes = null;
        var (at, one) = (graph.Integers(position), graph.Integers(position + 1));
        if (context.HasInput(3))
        {
            sizes = graph.Concat(0, graph.Integers(1, 1), graph.Slice(context.Input(3), at, one, graph.Integers(0)), size);
        }
        else
        {
            var ones = graph.Constant([1, 1], OnnxElementType.Float, 2);
            var single = graph.Constant([1], OnnxElementType.Float, 1);
            scales = graph.Concat(0, ones, graph.Slice(context.Input(2), at, one, graph.Integers(0)), single);
        }

        return graph.Squeeze(graph.Copy("Resize", [identity, Region(context, position), scales, sizes], context, Copied), 0, 1);
    }

    /// <summary>The part of an axis that is resampled, with the whole of the others.</summary>
    private static GraphValue? Region(GradientContext context, int position)
    {
        if (context.Text("coordinate_transformation_mode", "half_pixel") != "tf_crop_and_resize")
        {
            return null;
        }

        var graph = context.Graph;
        var roi = context.Input(1);
        var half = graph.Add("Div", [graph.Add("Size", [roi]), graph.Constant(2, OnnxElementType.Int64)]);
        var start = graph.Integers(position);
        var end = start + graph.Reshape(half, graph.Integers(1));
        var zeros = graph.Constant([0, 0], roi.ElementType, 2);
        var ones = graph.Constant([1, 1], roi.ElementType, 2);
        var zero = graph.Constant([0], roi.ElementType, 1);
        var one = graph.Constant([1], roi.ElementType, 1);
        return graph.Concat(
            0,
            zeros,
            graph.Slice(roi, start, start + graph.Integers(1), graph.Integers(0)),
            zero,
            ones,
            graph.Slice(roi, end, end + graph.Integers(1), graph.Integers(0)),
            one);
    }

    /// <summary>As the axes share one scale, all of them are there; the image is the same along the others.</summary>
    private static GraphValue ScaledTogether(GradientContext context, int position, int axis)
    {
        var (graph, x) = (context.Graph, context.Input(0));
        int rank = x.Rank;
        var size = graph.Dimension(x, axis);
        long[] aligned = [.. Enumerable.Repeat(1L, rank + 1)];
        var columns = new GraphValue[rank + 1];
        columns[0] = size;
        for (int i = 0; i < rank; i++)
        {
            columns[i + 1] = i == axis ? size : graph.Integers(aligned[i + 1]);
        }

        var identity = graph.Reshape(Identity(graph, size, x.ElementType), graph.Concat(0, columns));
        var image = graph.Expand(identity, graph.Concat(0, size, graph.Dimensions(x, 0, rank)));
        int[] axes = context.Ints("axes") is { } named
            ? [.. named.Select(a => NodeContext.Axis(a, rank))]
            : [.. Enumerable.Range(0, rank)];
        NodeArgument[] arguments =
        [
            .. GraphEmitter.Arguments(context, [.. Copied, "keep_aspect_ratio_policy"]),
            ("axes", axes.Select(a => a + 1L).ToArray()),
        ];
        var resized = graph.Add("Resize", [image, null, null, context.Input(3)], arguments);

        // One line across the others says it all.
        var line = resized;
        for (int i = rank; i > 0; i--)
        {
            if (i - 1 != axis)
            {
                line = graph.Add("Gather", [line, graph.Constant(0, OnnxElementType.Int64)], ("axis", i));
            }
        }

        return graph.Transpose(line, 1, 0);
    }

    private static GraphValue Identity(GraphEmitter graph, GraphValue size, OnnxElementType type)
    {
        var square = graph.Zeros(graph.Concat(0, size, size), type);
        return graph.Add("EyeLike", [square], ("dtype", (long)type));
    }
}

/// <summary>Channels to blocks of positions; undone by the reverse.</summary>
internal sealed class DepthToSpaceRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        long block = context.Int("blocksize", 1);
        if (context.Text("mode", "DCR") == "DCR")
        {
            return graph.Add("SpaceToDepth", [context.Gradient], ("blocksize", block));
        }

        var split = graph.Concat(
            0,
            graph.Dimension(x, 0),
            graph.Integers(-1),
            graph.Dimension(x, 2),
            graph.Integers(block),
            graph.Dimension(x, 3),
            graph.Integers(block));
        return graph.ReshapeLike(graph.Transpose(graph.Reshape(context.Gradient, split), 0, 1, 3, 5, 2, 4), x);
    });
}

/// <summary>Blocks of positions to channels; undone by the reverse.</summary>
internal sealed class SpaceToDepthRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.Add("DepthToSpace", [g], ("blocksize", node.Int("blocksize", 1)), ("mode", "DCR"));
}
