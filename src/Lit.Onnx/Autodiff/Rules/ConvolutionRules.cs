namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Convolution: the cotangent of the image is the transposed convolution of the cotangent with the same weights.</summary>
internal sealed class ConvRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(1) ? "its weights lie on the path"
        : Windows.Of(context, context.Input(1).Dimensions?.Skip(2).ToArray()) is null
            ? "its padding or kernel depends on sizes that are only known at run time"
            : null;

    public void Differentiate(GradientContext context)
    {
        var (graph, x, w, g) = (context.Graph, context.Input(0), context.Input(1), context.Gradient);
        var windows = Windows.Of(context, w.Dimensions?.Skip(2).ToArray())!;
        context.SetInputGradient(0, () => windows.Crop(
            graph,
            graph.Add(
                "ConvTranspose",
                [g, w],
                ("kernel_shape", windows.Kernel),
                ("strides", windows.Strides),
                ("dilations", windows.Dilations),
                ("group", context.Int("group", 1))),
            x));
        context.SetInputGradient(2, () => graph.Sum(g, keep: false, [0, .. Enumerable.Range(2, windows.Rank).Select(i => (long)i)]));
    }
}

/// <summary>Transposed convolution: the cotangent of the image is the convolution of the cotangent with the same weights.</summary>
internal sealed class ConvTransposeRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(1) ? "its weights lie on the path"
        : context.Ints("output_shape") is not null || context.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER"
            ? "output_shape and auto_pad have no rule; export explicit pads"
            : Windows.Of(context, context.Input(1).Dimensions?.Skip(2).ToArray()) is null ? "the size of its kernel is not known" : null;

    public void Differentiate(GradientContext context)
    {
        var (graph, w, g) = (context.Graph, context.Input(1), context.Gradient);
        var windows = Windows.Of(context, w.Dimensions?.Skip(2).ToArray())!;
        context.SetInputGradient(0, () => graph.Add(
            "Conv",
            [g, w],
            ("kernel_shape", windows.Kernel),
            ("strides", windows.Strides),
            ("dilations", windows.Dilations),
            ("pads", windows.Pads),
            ("group", context.Int("group", 1))));
        context.SetInputGradient(2, () => graph.Sum(g, keep: false, [0, .. Enumerable.Range(2, windows.Rank).Select(i => (long)i)]));
    }
}
