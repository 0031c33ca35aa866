namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Convolution: the cotangent of the image is the transposed convolution of the cotangent with the same weights.</summary>
internal sealed class ConvRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => Windows.WhyUnknown(context, hasWeights: true);

    public void Differentiate(GradientContext context)
    {
        var (graph, x, w, g) = (context.Graph, context.Input(0), context.Input(1), context.Gradient);
        var windows = Windows.Of(context, hasWeights: true);
        int rank = windows.Rank;
        long group = context.Int("group", 1);
        var size = graph.Dimensions(x, 2, 2 + rank);
        var span = windows.Span(graph, graph.Dimensions(context.Output(0), 2, 2 + rank));
        var begin = windows.Begin(graph, span, size);
        context.SetInputGradient(0, () =>
        {
            if (Mirrored(context, windows, group) is { } convolution)
            {
                return convolution;
            }

            var padded = graph.Add(
                "ConvTranspose",
                [g, w],
                ("strides", windows.Strides),
                ("dilations", windows.Dilations),
                ("group", group));
            return windows.Fit(padded, graph.Integers(new long[rank]) - begin, size);
        });
        context.SetInputGradient(1, () => Convolution.WeightGradient(windows, windows.Fit(x, begin, span), g, group));
        context.SetInputGradient(2, () => Convolution.BiasGradient(g, rank));
    }

    /// <summary>
    /// The same as a convolution with mirrored weights, which has faster kernels and needs no cutting; null where windows
    /// skip positions, or weights or padding are not known before the run.
    /// </summary>
    private static GraphValue? Mirrored(GradientContext context, Windows windows, long group)
    {
        var (graph, w) = (context.Graph, context.Input(1));
        if (!windows.HasFixedPads || windows.Strides.Any(s => s != 1) || graph.Graph.Constant(w.Name) is null
            || w.Facts.FixedShape is not { } shape)
        {
            return null;
        }

        int rank = windows.Rank;
        long[] pads = [.. windows.FixedPads.Select((p, i) => ((shape[2 + (i % rank)] - 1) * windows.Dilations[i % rank]) - p)];
        if (pads.Any(p => p < 0))
        {
            return null;
        }

        long[] kernel = shape[2..];
        long[] axes = [.. Enumerable.Range(2, rank).Select(i => (long)i)];
        long[] all = [.. Enumerable.Repeat(-1L, rank)];
        var mirrored = kernel.All(k => k == 1) ? w : graph.Add(
            "Slice",
            [
                w, graph.Integers(all), graph.Integers([.. Enumerable.Repeat(-long.MaxValue, rank)]), graph.Integers(axes),
                graph.Integers(all),
            ]);
        if (group != shape[0] || shape[1] != 1)
        {
            var grouped = graph.Reshape(mirrored, graph.Integers([group, shape[0] / group, shape[1], .. kernel]));
            var exchanged = graph.Transpose(grouped, [0, 2, 1, .. axes.Select(a => a + 1)]);
            mirrored = graph.Reshape(exchanged, graph.Integers([group * shape[1], shape[0] / group, .. kernel]));
        }

        return graph.Add(
            "Conv",
            [context.Gradient, mirrored],
            ("kernel_shape", kernel),
            ("dilations", windows.Dilations),
            ("pads", pads),
            ("group", group));
    }
}

/// <summary>Transposed convolution: the cotangent of the image is the convolution of the cotangent with the same weights.</summary>
internal sealed class ConvTransposeRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => Windows.WhyUnknown(context, hasWeights: true);

    public void Differentiate(GradientContext context)
    {
        var (graph, x, w, g) = (context.Graph, context.Input(0), context.Input(1), context.Gradient);
        var windows = Windows.Of(context, hasWeights: true);
        int rank = windows.Rank;
        long group = context.Int("group", 1);
        var extra = graph.Integers([.. context.Ints("output_padding") ?? new long[rank]]);

        // What the windows cover, of which the result is a part.
        var span = windows.Span(graph, graph.Dimensions(x, 2, 2 + rank));
        var begin = windows.Begin(graph, span + extra, graph.Dimensions(context.Output(0), 2, 2 + rank));
        var whole = windows.Fit(g, begin, span);
        context.SetInputGradient(0, () => graph.Add(
            "Conv",
            [whole, w],
            ("strides", windows.Strides),
            ("dilations", windows.Dilations),
            ("group", group)));
        context.SetInputGradient(1, () => Convolution.WeightGradient(windows, whole, x, group));
        context.SetInputGradient(2, () => Convolution.BiasGradient(g, rank));
    }
}

/// <summary>What both convolutions share.</summary>
internal static class Convolution
{
    /// <summary>The cotangent of the weights of a convolution.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="image">The padded image <c>[batch, group · inner, …]</c>, as long as the windows reach.</param>
    /// <param name="result">The cotangent of the result <c>[batch, outer, …]</c>.</param>
    /// <param name="group">How many groups of channels there are.</param>
    /// <returns><c>[outer, inner, …]</c>.</returns>
    /// <remarks>Examples and channels change places: the cotangent is the kernel, strides and dilations are exchanged.</remarks>
    public static GraphValue WeightGradient(Windows windows, GraphValue image, GraphValue result, long group)
    {
        var graph = image.Emitter;
        long[] positions = [.. Enumerable.Range(2, windows.Rank).Select(i => (long)i)];
        GraphValue images;
        if (group == 1)
        {
            images = graph.Transpose(image, [1, 0, .. positions]);
        }
        else
        {
            var places = graph.Dimensions(image, 2, 2 + windows.Rank);
            var batch = graph.Dimension(image, 0);
            var split = graph.Reshape(image, graph.Concat(0, batch, graph.Integers(group, -1), places));
            var inner = graph.Transpose(split, [2, 1, 0, .. positions.Select(p => p + 1)]);
            images = graph.Reshape(inner, graph.Concat(0, graph.Dimension(inner, 0), graph.Integers(group) * batch, places));
        }

        var kernels = graph.Transpose(result, [1, 0, .. positions]);
        var gradient = graph.Add(
            "Conv",
            [images, kernels],
            ("strides", windows.Dilations),
            ("dilations", windows.Strides),
            ("group", group));
        return graph.Transpose(gradient, [1, 0, .. positions]);
    }

    public static GraphValue BiasGradient(GraphValue g, int rank) =>
        g.Emitter.Sum(g, keep: false, [0, .. Enumerable.Range(2, rank).Select(i => (long)i)]);
}
