using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Attention, sampling, transforms and other operators whose result has a shape of its own.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveSampling(NodeView node)
    {
        var x = node.In(0);
        switch (node.Op)
        {
            case "Attention":
                return DeriveAttention(node);
            case "GridSample":
                return [new(x.Type, x.Shape is { Length: > 2 } image && node.In(1).Shape is { } grid && grid.Length == image.Length
                    ? [image[0], image[1], .. grid[1..^1]]
                    : null)];
            case "AffineGrid":
                return [new(x.Type, AffineShape(node))];
            case "RoiAlign":
                return [new(x.Type, [
                    node.In(1).Shape?[0] ?? Fresh(),
                    x.Shape?[1] ?? Fresh(),
                    node.Proto.Int("output_height", 1),
                    node.Proto.Int("output_width", 1)])];
            case "MaxRoiPool":
                return [new(x.Type, node.Proto.Ints("pooled_shape") is [var high, var wide]
                    ? [node.In(1).Shape?[0] ?? Fresh(), x.Shape?[1] ?? Fresh(), high, wide]
                    : null)];
            case "MaxUnpool":
                return [new(x.Type, x.Rank is { } unpooled ? [.. x.Shape![..2], .. FreshSizes(unpooled - 2)] : null)];
            case "Col2Im":
                return [new(x.Type, node.In(1).Shape is [{ Constant: { } spatial and <= 16 }]
                    ? [x.Shape?[0] ?? Fresh(), Fresh(), .. node.In(1).Content ?? FreshSizes((int)spatial)]
                    : null)];
            case "Det":
                return [new(x.Type, x.Shape is { Length: >= 2 } matrices ? matrices[..^2] : null)];
            case "DFT":
                return [new(x.Type, TransformedShape(node))];
            case "STFT":
                return [new(x.Type, [x.Shape?[0] ?? Fresh(), Fresh(), Fresh(), 2])];
            case "CenterCropPad":
                return [new(x.Type, CroppedShape(node))];
            case "NegativeLogLikelihoodLoss":
                return [new(x.Type, node.Proto.Text("reduction", "mean") == "none" ? node.In(1).Shape : [])];
            case "SoftmaxCrossEntropyLoss":
                return [new(x.Type, node.Proto.Text("reduction", "mean") == "none" ? node.In(1).Shape : []), new(x.Type, x.Shape)];
            case "Unique":
                return [new(x.Type, node.Proto.Find("axis") is null ? [Fresh()] : x.Rank is { } unique ? FreshShape(unique) : null)];
            case "ReverseSequence" or "TensorScatter" or "SimplifiedLayerNormalization" or "Bernoulli":
                return [x with { Content = null }];
            default:
                return null;
        }
    }

    private static ValueFacts[] DeriveAttention(NodeView node)
    {
        var (q, k, v) = (node.In(0), node.In(1), node.In(2));
        if (q.Shape is not { Length: 3 or 4 } queries || k.Shape is not { } keys || v.Shape is not { } values
            || keys.Length != queries.Length || values.Length != queries.Length)
        {
            return [new(q.Type, null)];
        }

        SymbolicInteger queryHeads = queries.Length == 4 ? queries[1] : node.Proto.Int("q_num_heads", 1);
        SymbolicInteger keyHeads = queries.Length == 4 ? keys[1] : node.Proto.Int("kv_num_heads", 1);
        var length = queries.Length == 4 ? keys[2] : keys[1];
        if (node.In(4).Shape is [_, _, var past, _])
        {
            length = past + length;
        }

        var keyWidth = queries.Length == 4 ? keys[3] : SymbolicInteger.Divide(keys[2], keyHeads);
        var valueWidth = queries.Length == 4 ? values[3] : SymbolicInteger.Divide(values[2], keyHeads);
        SymbolicInteger[] y = queries.Length == 4
            ? [queries[0], queries[1], queries[2], valueWidth]
            : [queries[0], queries[1], queryHeads * valueWidth];
        var tokens = queries[^2];
        return
        [
            new(q.Type, y),
            new(k.Type, [queries[0], keyHeads, length, keyWidth]),
            new(v.Type, [queries[0], keyHeads, length, valueWidth]),
            new(q.Type, [queries[0], queryHeads, tokens, length]),
        ];
    }

    private SymbolicInteger[]? AffineShape(NodeView node)
    {
        if (node.In(1).Shape is not [{ Constant: { } length and (4 or 5) }])
        {
            return null;
        }

        int rank = (int)length - 2;
        var sizes = node.In(1).Content is { } content ? content[2..] : [.. FreshSizes(rank)];
        return [node.In(0).Shape?[0] ?? Fresh(), .. sizes, rank];
    }

    private SymbolicInteger[]? TransformedShape(NodeView node)
    {
        if (node.In(0).Shape is not { Length: > 1 } shape)
        {
            return null;
        }

        long? named = node.Has(2) ? (node.In(2).Constants is [var given] ? given : null)
            : node.Proto.Find("axis") is { } attribute ? attribute.I
            : null;
        if (named is null && node.Has(2))
        {
            return FreshShape(shape.Length);
        }

        // The default was the first axis behind the batch before it became the last but one.
        int axis = NodeView.Axis(named ?? 1, shape.Length);
        var result = (SymbolicInteger[])shape.Clone();
        bool inverse = node.Proto.Int("inverse") != 0;
        bool oneSided = node.Proto.Int("onesided") != 0;
        var length = node.Has(1) ? (node.In(1).Content is [var number] ? number : Fresh())
            : inverse && oneSided ? (shape[axis] - 1) * 2
            : shape[axis];
        result[axis] = oneSided && !inverse ? SymbolicInteger.Divide(length, 2) + 1 : length;
        result[^1] = oneSided && inverse ? 1 : 2;
        return named is null && shape.Length > 3 ? [.. FreshSizes(shape.Length - 1), result[^1]] : result;
    }

    private SymbolicInteger[]? CroppedShape(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        var axes = node.Proto.Ints("axes") ?? [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)];
        var result = (SymbolicInteger[])shape.Clone();
        for (int i = 0; i < axes.Length; i++)
        {
            result[NodeView.Axis(axes[i], shape.Length)] = node.In(1).Content is { } sizes && i < sizes.Length ? sizes[i] : Fresh();
        }

        return result;
    }
}
