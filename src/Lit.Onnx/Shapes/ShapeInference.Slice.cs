using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Slices: starts, ends, axes and steps as attributes or as inputs.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts Sliced(NodeView node)
    {
        var input = node.In(0);
        if (input.Shape is not { } shape)
        {
            return new(input.Type, null);
        }

        var starts = Numbers(node, "starts", 1);
        var ends = Numbers(node, "ends", 2);
        long[]? axes = node.Proto.Ints("axes") ?? (node.Has(3) ? node.In(3).Constants : null);
        if (axes is null && node.Has(3))
        {
            return new(input.Type, FreshShape(shape.Length));
        }

        int count = starts?.Length ?? ends?.Length ?? axes?.Length ?? -1;
        if (count < 0)
        {
            return new(input.Type, FreshShape(shape.Length));
        }

        axes ??= [.. Enumerable.Range(0, count).Select(i => (long)i)];
        var steps = node.Has(4) ? node.In(4).Constants : [.. Enumerable.Repeat(1L, count)];
        var result = (SymbolicInteger[])shape.Clone();
        for (int i = 0; i < axes.Length && i < count; i++)
        {
            int axis = NodeView.Axis(axes[i], shape.Length);
            result[axis] = starts is null || ends is null || steps is null
                ? Fresh()
                : Length(shape[axis], starts[i], ends[i], steps[i]);
        }

        return new(input.Type, result, Elements(input, starts, ends, steps));
    }

    private static SymbolicInteger[]? Numbers(NodeView node, string attribute, int index) =>
        node.Proto.Ints(attribute) is { } fixedNumbers
            ? [.. fixedNumbers.Select(n => (SymbolicInteger)n)]
            : node.Has(index) ? node.In(index).Content : null;

    private static SymbolicInteger Length(SymbolicInteger size, SymbolicInteger start, SymbolicInteger end, long step)
    {
        if (size.Constant is { } n && start.Constant is { } a && end.Constant is { } b)
        {
            return Positions(n, a, b, step).Count;
        }

        // Past the end of any size, or the size itself: up to the end.
        var from = start.Constant is { } s && s < 0 ? size + start : start;
        var to = end.Constant switch
        {
            > int.MaxValue / 2 => size,
            < 0 and var e => size + e,
            _ => end,
        };
        if (step == 1 && (to - from).Constant is { } length && size.Constant is null && start.Constant is >= 0 && end.Constant is >= 0)
        {
            // A fixed window of a size that is not known may be cut short.
            return start.Constant == 0 && length == 0 ? 0 : SymbolicInteger.Named($"slice({size}, {start}, {end})");
        }

        return step == 1 && (to.Equals(size) || start.Constant == 0 || (to - from).Constant >= 0)
            ? to - from
            : SymbolicInteger.Named($"slice({size}, {start}, {end}, {step})");
    }

    /// <summary>The first position that a slice takes and how many there are, clamped as ONNX clamps them.</summary>
    private static (long Start, long Count) Positions(long size, long start, long end, long step)
    {
        if (step == 0 || size == 0)
        {
            return (0, 0);
        }

        start = start < 0 ? start + size : start;
        end = end < 0 ? Math.Max(end + size, -1) : end;
        start = Math.Clamp(start, 0, step > 0 ? size : size - 1);
        end = Math.Clamp(end, step > 0 ? 0 : -1, size);
        long distance = step > 0 ? end - start : start - end;
        long stride = Math.Abs(Math.Clamp(step, -int.MaxValue, int.MaxValue));
        return (start, distance <= 0 ? 0 : ((distance - 1) / stride) + 1);
    }

    private static SymbolicInteger[]? Elements(ValueFacts input, SymbolicInteger[]? starts, SymbolicInteger[]? ends, long[]? steps)
    {
        if (input.Content is not { } content || input.Rank != 1 || starts is not [{ Constant: { } a }]
            || ends is not [{ Constant: { } b }] || steps is not [var step])
        {
            return null;
        }

        var (first, count) = Positions(content.Length, a, b, step);
        return [.. Enumerable.Range(0, (int)count).Select(i => content[first + (i * step)])];
    }
}
