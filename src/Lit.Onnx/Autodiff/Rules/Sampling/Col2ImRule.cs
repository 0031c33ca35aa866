namespace Lit.Onnx.Autodiff.Rules.Sampling;

/// <summary>Columns of blocks summed to an image: the cotangent is cut into the same blocks.</summary>
internal sealed class Col2ImRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Input(2).Dimensions is [> 0] ? null : "the rank of its blocks is not known";

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, g, block) = (context.Graph, context.Gradient, context.Input(2));
        int rank = (int)block.Dimensions![0]!.Value;
        long[] ones = [.. Enumerable.Repeat(1L, rank)];

        // A kernel for each place of a block copies it.
        var size = graph.Add("ReduceProd", [block, graph.Integers(0)], ("keepdims", 1));
        var square = graph.Zeros(graph.Concat(0, size, size), g.ElementType);
        var kernels = graph.Reshape(
            graph.Add("EyeLike", [square], ("dtype", (long)g.ElementType)),
            graph.Concat(0, size, graph.Integers(1), block));
        var channels = graph.Reshape(g, graph.Concat(0, graph.Integers(-1, 1), graph.Dimensions(g, 2, 2 + rank)));
        var blocks = graph.Add(
            "Conv",
            [channels, kernels],
            ("strides", context.Ints("strides")?.ToArray() ?? ones),
            ("dilations", context.Ints("dilations")?.ToArray() ?? ones),
            ("pads", context.Ints("pads")?.ToArray() ?? new long[2 * rank]));
        return graph.Reshape(blocks, graph.Shape(context.Input(0)));
    });
}
