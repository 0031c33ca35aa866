using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Operators that move, join, cut and pick elements.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveLayout(NodeView node) => node.Op switch
    {
        "Reshape" => [new(node.In(0).Type, Reshaped(node), node.In(1).Shape is [{ Constant: <= 1 }] ? node.In(0).Content : null)],
        "Flatten" => [new(node.In(0).Type, Flattened(node))],
        "Squeeze" => [new(node.In(0).Type, Squeezed(node), node.In(0).Content)],
        "Unsqueeze" => [Unsqueezed(node)],
        "Transpose" => [new(node.In(0).Type, Transposed(node), node.In(0).Content)],
        "Expand" => [new(node.In(0).Type, Expanded(node), node.In(0).Content is [var one]
            && node.In(1).Constants is [var times and <= MaxContent and >= 1]
                ? [.. Enumerable.Repeat(one, (int)times)] : null)],
        "Tile" => [new(node.In(0).Type, Tiled(node))],
        "Concat" => [Concatenated(node)],
        "Split" => SplitParts(node),
        "Slice" => [Sliced(node)],
        "Gather" => [Gathered(node)],
        "GatherElements" => [new(node.In(0).Type, node.In(1).Shape)],
        "GatherND" => [new(node.In(0).Type, GatheredND(node))],
        "Compress" => [new(node.In(0).Type, node.Proto.Find("axis") is null || node.In(0).Rank is not { } rank
            ? [Fresh()]
            : [.. node.In(0).Shape!.Select((d, i) => i == NodeView.Axis(node.Proto.Int("axis"), rank) ? Fresh() : d)])],
        "TopK" => TopKParts(node),
        "DepthToSpace" => [new(node.In(0).Type, Blocks(node, grow: true))],
        "SpaceToDepth" => [new(node.In(0).Type, Blocks(node, grow: false))],
        _ => null,
    };

    private SymbolicInteger[]? Reshaped(NodeView node)
    {
        if (node.In(1).Content is not { } target)
        {
            return node.In(1).Shape is [{ Constant: { } rank and <= 64 }] ? FreshShape((int)rank) : null;
        }

        var shape = node.In(0).Shape;
        bool allowZero = node.Proto.Int("allowzero") != 0;
        var result = new SymbolicInteger[target.Length];
        int inferred = -1;
        for (int i = 0; i < target.Length; i++)
        {
            result[i] = target[i].Constant == 0 && !allowZero ? (shape is not null && i < shape.Length ? shape[i] : Fresh()) : target[i];
            inferred = target[i].Constant == -1 ? i : inferred;
        }

        if (inferred >= 0)
        {
            var others = SymbolicInteger.Product(result.Where((_, i) => i != inferred));
            result[inferred] = shape is null || others.Constant == 0
                ? Fresh()
                : SymbolicInteger.Exact(SymbolicInteger.Product(shape), others)
                    ?? SymbolicInteger.Named($"({SymbolicInteger.Product(shape)})/({others})");
        }

        return result;
    }

    private static SymbolicInteger[]? Flattened(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        int axis = NodeView.Axis(node.Proto.Int("axis", 1), shape.Length);
        return [SymbolicInteger.Product(shape[..axis]), SymbolicInteger.Product(shape[axis..])];
    }

    private SymbolicInteger[]? Squeezed(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        if (node.Axes(1) is { } axes)
        {
            return [.. shape.Where((_, i) => !axes.Any(a => NodeView.Axis(a, shape.Length) == i))];
        }

        if (node.Has(1))
        {
            return node.In(1).Shape is [{ Constant: { } count }] ? FreshShape(shape.Length - (int)count) : null;
        }

        return shape.All(d => d.Constant is not null) ? [.. shape.Where(d => !d.IsOne)] : null;
    }

    private ValueFacts Unsqueezed(NodeView node)
    {
        var content = node.In(0).Rank == 0 ? node.In(0).Content : null;
        if (node.In(0).Shape is not { } shape)
        {
            return new(node.In(0).Type, null);
        }

        if (node.Axes(1) is not { } axes)
        {
            return new(node.In(0).Type, node.In(1).Shape is [{ Constant: { } count }] ? FreshShape(shape.Length + (int)count) : null);
        }

        int rank = shape.Length + axes.Length;
        var at = axes.Select(a => NodeView.Axis(a, rank)).ToHashSet();
        var rest = new Queue<SymbolicInteger>(shape);
        SymbolicInteger[] result = [.. Enumerable.Range(0, rank).Select(i => at.Contains(i) || rest.Count == 0 ? 1 : rest.Dequeue())];
        return new(node.In(0).Type, result, content);
    }

    private static SymbolicInteger[]? Transposed(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        var order = node.Proto.Ints("perm");
        return order is null
            ? [.. shape.Reverse()]
            : order.Length == shape.Length ? [.. order.Select(i => shape[NodeView.Axis(i, shape.Length)])] : null;
    }

    private SymbolicInteger[]? Expanded(NodeView node) => node.In(1).Content is { } target
        ? Broadcast(node.In(0).Shape, target)
        : node.In(0).Rank is { } rank && node.In(1).Shape is [{ Constant: { } count and <= 64 }]
            ? FreshShape(Math.Max(rank, (int)count))
            : null;

    private SymbolicInteger[]? Tiled(NodeView node) => node.In(0).Shape is not { } shape
        ? null
        : node.In(1).Content is { } repeats && repeats.Length == shape.Length
            ? [.. shape.Select((d, i) => d * repeats[i])]
            : FreshShape(shape.Length);

    private static ValueFacts Concatenated(NodeView node)
    {
        var first = node.In(0);
        if (first.Shape is not { Length: > 0 } shape)
        {
            return new(first.Type, null);
        }

        int axis = NodeView.Axis(node.Proto.Int("axis"), shape.Length);
        var result = (SymbolicInteger[])shape.Clone();
        List<SymbolicInteger>? content = shape.Length == 1 ? [] : null;
        SymbolicInteger length = 0;
        for (int i = 0; i < node.Inputs; i++)
        {
            var part = node.In(i);
            if (part.Shape is null || part.Shape.Length != shape.Length)
            {
                return new(first.Type, null);
            }

            length += part.Shape[axis];
            if (part.Content is null)
            {
                content = null;
            }

            content?.AddRange(part.Content!);
        }

        result[axis] = length;
        return new(first.Type, result, content is { Count: <= MaxContent } ? [.. content] : null);
    }

    private ValueFacts[] SplitParts(NodeView node)
    {
        var input = node.In(0);
        if (input.Shape is not { } shape)
        {
            return [.. Enumerable.Repeat(new ValueFacts(input.Type, null), node.Outputs)];
        }

        int axis = NodeView.Axis(node.Proto.Int("axis"), shape.Length);
        var sizes = node.Proto.Ints("split") is { } attribute
            ? [.. attribute.Select(s => (SymbolicInteger)s)]
            : node.Has(1) ? node.In(1).Content : null;
        var parts = new ValueFacts[node.Outputs];
        SymbolicInteger begin = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            var part = (SymbolicInteger[])shape.Clone();
            if (sizes is not null && i < sizes.Length)
            {
                part[axis] = sizes[i];
            }
            else if (shape[axis].Constant is { } length && !node.Has(1))
            {
                // Equal parts, the last one smaller where the length does not divide.
                long each = (length + parts.Length - 1) / parts.Length;
                part[axis] = Math.Max(0, Math.Min(each, length - (i * each)));
            }
            else
            {
                part[axis] = node.Has(1)
                    ? Fresh()
                    : SymbolicInteger.Exact(shape[axis], parts.Length) ?? SymbolicInteger.Named($"split({shape[axis]}, {i}/{parts.Length})");
            }

            SymbolicInteger[]? content = null;
            if (input.Content is { } elements && begin.Constant is { } from && part[axis].Constant is { } size && from + size <= elements.Length)
            {
                content = elements[(int)from..(int)(from + size)];
            }

            begin += part[axis];
            parts[i] = new(input.Type, part, content);
        }

        return parts;
    }

    private static ValueFacts Gathered(NodeView node)
    {
        if (node.In(0).Shape is not { Length: > 0 } data || node.In(1).Shape is not { } indices)
        {
            return new(node.In(0).Type, null);
        }

        int axis = NodeView.Axis(node.Proto.Int("axis"), data.Length);
        SymbolicInteger[]? content = null;
        if (data.Length == 1 && indices.Length <= 1 && node.In(0).Content is { } elements && node.In(1).Constants is { } at
            && at.All(i => i >= -elements.Length && i < elements.Length))
        {
            content = [.. at.Select(i => elements[i < 0 ? i + elements.Length : i])];
        }

        return new(node.In(0).Type, [.. data[..axis], .. indices, .. data[(axis + 1)..]], content);
    }

    private static SymbolicInteger[]? GatheredND(NodeView node)
    {
        if (node.In(0).Shape is not { } data || node.In(1).Shape is not { Length: > 0 } indices || indices[^1].Constant is not { } depth)
        {
            return null;
        }

        int batch = (int)node.Proto.Int("batch_dims");
        return batch + depth > data.Length ? null : [.. indices[..^1], .. data[(batch + (int)depth)..]];
    }

    private ValueFacts[] TopKParts(NodeView node)
    {
        SymbolicInteger[]? result = null;
        if (node.In(0).Shape is { Length: > 0 } shape)
        {
            result = (SymbolicInteger[])shape.Clone();
            result[NodeView.Axis(node.Proto.Int("axis", -1), shape.Length)] =
                node.Proto.Find("k") is { } k ? k.I : node.In(1).Content is [var count] ? count : Fresh();
        }

        return [new(node.In(0).Type, result), new(OnnxElementType.Int64, result)];
    }

    private static SymbolicInteger[]? Blocks(NodeView node, bool grow)
    {
        if (node.In(0).Shape is not { Length: 4 } shape)
        {
            return null;
        }

        long block = node.Proto.Int("blocksize", 1);
        return grow
            ? [shape[0], SymbolicInteger.Divide(shape[1], block * block), shape[2] * block, shape[3] * block]
            : [shape[0], shape[1] * (block * block), SymbolicInteger.Divide(shape[2], block), SymbolicInteger.Divide(shape[3], block)];
    }
}
