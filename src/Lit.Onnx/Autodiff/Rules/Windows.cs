namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Kernel, strides, dilations and padding of a convolution or pooling, in numbers.</summary>
internal sealed record Windows(long[] Kernel, long[] Strides, long[] Dilations, long[] Pads)
{
    public int Rank => Kernel.Length;

    /// <summary>Reads the attributes of a node whose first input is the image.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernel">The kernel, where the node need not name it.</param>
    /// <returns>Null if the padding depends on a size that is known at run time only.</returns>
    public static Windows? Of(NodeContext node, IReadOnlyList<long?>? kernel)
    {
        long[]? sizes = node.Ints("kernel_shape")?.ToArray()
            ?? (kernel is not null && kernel.All(k => k is not null) ? [.. kernel.Select(k => k!.Value)] : null);
        if (sizes is null)
        {
            return null;
        }

        int rank = sizes.Length;
        long[] strides = node.Ints("strides")?.ToArray() ?? [.. Enumerable.Repeat(1L, rank)];
        long[] dilations = node.Ints("dilations")?.ToArray() ?? [.. Enumerable.Repeat(1L, rank)];
        long[] pads = node.Ints("pads")?.ToArray() ?? new long[2 * rank];
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            if (node.Input(0).Dimensions is not { } shape)
            {
                return null;
            }

            pads = new long[2 * rank];
            for (int i = 0; i < rank; i++)
            {
                // With a stride of 1 the padding is the same for every size.
                long? size = strides[i] == 1 ? 0 : shape[i + 2];
                if (size is not { } length)
                {
                    return null;
                }

                long reach = ((sizes[i] - 1) * dilations[i]) + 1;
                long outputs = (length + strides[i] - 1) / strides[i];
                long total = strides[i] == 1 ? reach - 1 : Math.Max(0, ((outputs - 1) * strides[i]) + reach - length);
                long less = total / 2;
                pads[i] = auto == "SAME_UPPER" ? less : total - less;
                pads[rank + i] = total - pads[i];
            }
        }
        else if (auto == "VALID")
        {
            pads = new long[2 * rank];
        }

        return new(sizes, strides, dilations, pads);
    }

    /// <summary>Cuts the padding off a cotangent of the padded image, and adds zeros for positions that no window reached.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="padded">The cotangent of the padded image, from its first position on.</param>
    /// <param name="image">The image.</param>
    public GraphValue Crop(GraphEmitter graph, GraphValue padded, GraphValue image)
    {
        long[] begin = Pads[..Rank];
        if (padded.Dimensions is { } have && image.Dimensions is { } want && have.Concat(want).Skip(2).All(d => d is not null)
            && begin.All(p => p == 0) && have.Skip(2).SequenceEqual(want.Skip(2)))
        {
            return padded;
        }

        var before = graph.Integers([.. begin.Select(p => -p)]);
        var after = graph.Dimensions(image, 2, 2 + Rank) - graph.Dimensions(padded, 2, 2 + Rank) - before;
        return graph.Add(
            "Pad",
            [padded, graph.Concat(0, before, after), null, graph.Integers([.. Enumerable.Range(2, Rank).Select(i => (long)i)])],
            ("mode", "constant"));
    }
}
