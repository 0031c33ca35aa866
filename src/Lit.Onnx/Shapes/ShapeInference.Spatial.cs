using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Convolution, pooling, padding and resizing.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveSpatial(NodeView node) => node.Op switch
    {
        "Conv" => [new(node.In(0).Type, Convolved(node))],
        "ConvTranspose" => [new(node.In(0).Type, TransposedConvolution(node))],
        "MaxPool" => Pooled(node) is var shape ? [new(node.In(0).Type, shape), new(OnnxElementType.Int64, shape)] : null,
        "AveragePool" or "LpPool" => [new(node.In(0).Type, Pooled(node))],
        "Pad" => [new(node.In(0).Type, Padded(node))],
        "Resize" or "Upsample" => [new(node.In(0).Type, Resized(node))],
        "LSTM" or "GRU" or "RNN" => Recurrent(node),
        _ => null,
    };

    private static SymbolicInteger[]? Convolved(NodeView node, int weights = 1)
    {
        if (node.In(0).Shape is not { Length: > 2 } x || node.In(weights).Shape is not { } w || w.Length != x.Length)
        {
            return null;
        }

        long[]? kernel = node.Proto.Ints("kernel_shape") ?? w[2..].Select(d => d.Constant ?? -1).ToArray();
        return [x[0], w[0], .. Windows(node, x[2..], kernel)];
    }

    private static SymbolicInteger[]? Pooled(NodeView node) =>
        node.In(0).Shape is { Length: > 2 } x && node.Proto.Ints("kernel_shape") is { } kernel
            ? [x[0], x[1], .. Windows(node, x[2..], kernel)]
            : null;

    private static SymbolicInteger[] Windows(NodeView node, SymbolicInteger[] sizes, long[] kernel)
    {
        int rank = sizes.Length;
        long[] strides = node.Proto.Ints("strides") ?? [.. Enumerable.Repeat(1L, rank)];
        long[] dilations = node.Proto.Ints("dilations") ?? [.. Enumerable.Repeat(1L, rank)];
        long[] pads = node.Proto.Ints("pads") ?? new long[2 * rank];
        string auto = node.Proto.Text("auto_pad", "NOTSET");
        bool ceil = node.Proto.Int("ceil_mode") != 0;
        var result = new SymbolicInteger[rank];
        for (int i = 0; i < rank; i++)
        {
            if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                result[i] = SymbolicInteger.Divide(sizes[i] + (strides[i] - 1), strides[i]);
                continue;
            }

            long padding = auto == "VALID" ? 0 : pads[i] + pads[rank + i];
            long reach = ((kernel[i] - 1) * dilations[i]) + 1;
            var room = sizes[i] + (padding - reach);
            if (ceil && room.Constant is { } fixedRoom)
            {
                // A window that would start in the padding behind the input is dropped.
                long count = ((fixedRoom + strides[i] - 1) / strides[i]) + 1;
                long begin = auto == "VALID" ? 0 : pads[i];
                result[i] = (count - 1) * strides[i] >= sizes[i].Constant + begin ? count - 1 : count;
            }
            else
            {
                result[i] = ceil
                    ? SymbolicInteger.Named($"ceil(({room})/{strides[i]})+1")
                    : SymbolicInteger.Divide(room, strides[i]) + 1;
            }
        }

        return result;
    }

    private static SymbolicInteger[]? TransposedConvolution(NodeView node)
    {
        if (node.In(0).Shape is not { Length: > 2 } x || node.In(1).Shape is not { } w || w.Length != x.Length)
        {
            return null;
        }

        int rank = x.Length - 2;
        long[] strides = node.Proto.Ints("strides") ?? [.. Enumerable.Repeat(1L, rank)];
        long[] dilations = node.Proto.Ints("dilations") ?? [.. Enumerable.Repeat(1L, rank)];
        long[] pads = node.Proto.Ints("pads") ?? new long[2 * rank];
        long[] extra = node.Proto.Ints("output_padding") ?? new long[rank];
        long[]? sizes = node.Proto.Ints("output_shape");
        var result = new SymbolicInteger[rank];
        for (int i = 0; i < rank; i++)
        {
            result[i] = sizes is not null ? sizes[i]
                : node.Proto.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER" ? x[i + 2] * strides[i]
                : ((x[i + 2] - 1) * strides[i]) + (((w[i + 2] - 1) * dilations[i]) + (1 + extra[i] - pads[i] - pads[rank + i]));
        }

        return [x[0], w[1] * node.Proto.Int("group", 1), .. result];
    }

    private SymbolicInteger[]? Padded(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        var pads = node.Proto.Ints("pads") is { } attribute
            ? [.. attribute.Select(p => (SymbolicInteger)p)]
            : node.In(1).Content;
        long[]? axes = node.Has(3) ? node.In(3).Constants : [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)];
        if (pads is null || axes is null || pads.Length != 2 * axes.Length)
        {
            return FreshShape(shape.Length);
        }

        var result = (SymbolicInteger[])shape.Clone();
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = NodeView.Axis(axes[i], shape.Length);
            result[axis] = shape[axis] + pads[i] + pads[axes.Length + i];
        }

        return result;
    }

    private SymbolicInteger[]? Resized(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        long[]? axes = node.Proto.Ints("axes");
        if (node.Has(3) && node.In(3).Content is { } sizes && node.Proto.Text("keep_aspect_ratio_policy", "stretch") == "stretch")
        {
            var result = (SymbolicInteger[])shape.Clone();
            for (int i = 0; i < sizes.Length; i++)
            {
                result[axes is null ? i : NodeView.Axis(axes[i], shape.Length)] = sizes[i];
            }

            return result;
        }

        return FreshShape(shape.Length);
    }

    private ValueFacts[] Recurrent(NodeView node)
    {
        if (node.In(0).Shape is not [var steps, var batch, _])
        {
            return [.. Enumerable.Repeat(new ValueFacts(node.In(0).Type, null), node.Outputs)];
        }

        SymbolicInteger directions = node.Proto.Text("direction", "forward") == "bidirectional" ? 2 : 1;
        SymbolicInteger hidden = node.Proto.Find("hidden_size") is { } size ? size.I : Fresh();
        var last = new ValueFacts(node.In(0).Type, [directions, batch, hidden]);
        return [new(node.In(0).Type, [steps, directions, batch, hidden]), last, last];
    }
}
