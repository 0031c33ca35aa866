using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Resampling, which is linear and works axis by axis.</summary>
/// <remarks>Resampling the rows of an identity matrix gives the matrix of each axis; the cotangent is multiplied by it.</remarks>
internal sealed class ResizeRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Text("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize" ? "tf_crop_and_resize has no rule"
        : context.Text("keep_aspect_ratio_policy", "stretch") != "stretch" ? "keep_aspect_ratio_policy has no rule"
        : context.Int("antialias", 0) != 0 && context.Input(0).Facts.Rank is null ? "its rank is not known"
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
        var size = graph.Dimension(x, axis);
        var square = graph.Zeros(graph.Concat(0, size, size), x.ElementType);
        var identity = graph.Reshape(
            graph.Add("EyeLike", [square], ("dtype", (long)x.ElementType)),
            graph.Concat(0, graph.Integers(1, 1), size, size));
        NodeArgument[] arguments =
        [
            ("coordinate_transformation_mode", context.Text("coordinate_transformation_mode", "half_pixel")),
            ("mode", context.Text("mode", "nearest")),
            ("nearest_mode", context.Text("nearest_mode", "round_prefer_floor")),
            ("cubic_coeff_a", context.Float("cubic_coeff_a", -0.75f)),
            ("exclude_outside", context.Int("exclude_outside", 0)),
            ("antialias", context.Int("antialias", 0)),
        ];
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

        return graph.Squeeze(graph.Add("Resize", [identity, null, scales, sizes], arguments), 0, 1);
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
