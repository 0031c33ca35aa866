namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Strides, dilations and padding of a convolution or pooling.</summary>
/// <remarks>What the file does not fix (a kernel fed at run time, padding to the same size) is computed at run time.</remarks>
internal sealed class Windows
{
    /// <summary>The attributes that describe windows.</summary>
    public static readonly string[] Attributes = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"];

    private readonly NodeContext _node;
    private readonly GraphValue? _weights;
    private readonly long[]? _kernel;
    private readonly long[] _pads;
    private readonly string _auto;

    private Windows(NodeContext node, GraphValue? weights, int rank)
    {
        _node = node;
        _weights = weights;
        _kernel = node.Ints("kernel_shape")?.ToArray();
        if (_kernel is null && weights?.Dimensions is { } sizes && sizes.Skip(2).All(d => d is not null))
        {
            _kernel = [.. sizes.Skip(2).Select(d => d!.Value)];
        }

        Rank = rank;
        Strides = node.Ints("strides")?.ToArray() ?? [.. Enumerable.Repeat(1L, rank)];
        Dilations = node.Ints("dilations")?.ToArray() ?? [.. Enumerable.Repeat(1L, rank)];
        _auto = node.Text("auto_pad", "NOTSET");
        _pads = _auto == "NOTSET" ? node.Ints("pads")?.ToArray() ?? new long[2 * rank] : new long[2 * rank];
    }

    public int Rank { get; }

    public long[] Strides { get; }

    public long[] Dilations { get; }

    /// <summary>Whether the file says how wide the padding is.</summary>
    public bool HasFixedPads => _auto is not ("SAME_UPPER" or "SAME_LOWER") && _node.Ints("output_shape") is null;

    /// <summary>The padding that the file asks for: in front along each axis, then behind.</summary>
    public IReadOnlyList<long> FixedPads => _pads;

    /// <summary>Whether there is no padding in any run.</summary>
    public bool HasNoPads => HasFixedPads && _pads.All(p => p == 0);

    /// <summary>How many elements a window covers.</summary>
    public long Size => _kernel!.Aggregate(1L, (a, b) => a * b);

    public long[] Kernel => _kernel!;

    /// <summary>Why the windows of a node cannot be worked out; null if they can.</summary>
    /// <param name="node">A node whose first input is the image.</param>
    /// <param name="hasWeights">Whether its second input is a kernel.</param>
    public static string? WhyUnknown(NodeContext node, bool hasWeights) =>
        node.Input(0).Facts.Rank is null ? "the rank of its image is not known"
        : !hasWeights && node.Ints("kernel_shape") is null ? "the size of its windows is not known"
        : null;

    public static Windows Of(NodeContext node, bool hasWeights) =>
        new(node, hasWeights ? node.Input(1) : null, node.Input(0).Rank - 2);

    /// <summary>How far a window reaches along each axis.</summary>
    public GraphValue Reach(GraphEmitter graph) => _kernel is { } kernel
        ? graph.Integers([.. kernel.Select((k, i) => ((k - 1) * Dilations[i]) + 1)])
        : ((graph.Dimensions(_weights!, 2, 2 + Rank) - graph.Integers(1)) * graph.Integers(Dilations)) + graph.Integers(1);

    /// <summary>From the first position of the first window to the last of the last, along each axis.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="windows">How many windows there are.</param>
    public GraphValue Span(GraphEmitter graph, GraphValue windows) =>
        ((windows - graph.Integers(1)) * graph.Integers(Strides)) + Reach(graph);

    /// <summary>The padding in front, along each axis.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="whole">The size with padding on both sides, and what is added behind by the node itself.</param>
    /// <param name="inner">The size without.</param>
    public GraphValue Begin(GraphEmitter graph, GraphValue whole, GraphValue inner)
    {
        if (HasFixedPads)
        {
            return graph.Integers(_pads.AsSpan(0, Rank));
        }

        var total = graph.Add("Max", [whole - inner, graph.Integers(0)]);
        var half = graph.Add("Div", [total, graph.Integers(2)]);
        return _auto == "SAME_UPPER" ? half : total - half;
    }

    /// <summary>The padding behind that the file asks for, along each axis.</summary>
    public GraphValue FixedEnd(GraphEmitter graph) => graph.Integers(_pads.AsSpan(Rank));

    /// <summary>Puts zeros in front of and behind an image, or cuts it, so that it has a given size.</summary>
    /// <param name="image">The image, <c>[batch, channels, …]</c>.</param>
    /// <param name="begin">How much is put in front along each axis.</param>
    /// <param name="size">The size wanted.</param>
    public GraphValue Fit(GraphValue image, GraphValue begin, GraphValue size)
    {
        var graph = image.Emitter;
        var have = graph.Dimensions(image, 2, 2 + Rank);
        if (begin.Name == graph.Integers(new long[Rank]).Name && have.Name == size.Name)
        {
            return image;
        }

        var axes = graph.Integers([.. Enumerable.Range(2, Rank).Select(i => (long)i)]);
        return graph.Add("Pad", [image, graph.Concat(0, begin, size - have - begin), null, axes], ("mode", "constant"));
    }

    /// <summary>The sum over each window of each channel.</summary>
    /// <param name="image"><c>[batch, channels, …]</c>.</param>
    /// <param name="begin">The padding in front.</param>
    /// <param name="windows">How many windows there are along each axis.</param>
    public GraphValue Sum(GraphValue image, GraphValue begin, GraphValue windows)
    {
        var graph = image.Emitter;
        var padded = Fit(image, begin, Span(graph, windows));

        // One image for each channel, so that one kernel serves any number of channels.
        var single = graph.Reshape(padded, graph.Concat(0, graph.Integers(-1, 1), graph.Dimensions(padded, 2, 2 + Rank)));
        var ones = graph.Constant([.. Enumerable.Repeat(1.0, (int)Size)], image.ElementType, [1, 1, .. Kernel]);
        var sums = graph.Add(
            "Conv",
            [single, ones],
            ("kernel_shape", Kernel),
            ("strides", Strides),
            ("dilations", Dilations));
        return graph.Reshape(sums, graph.Concat(0, graph.Dimensions(image, 0, 2), windows));
    }
}
