using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Operators that reduce along axes.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveReductions(NodeView node)
    {
        switch (node.Op)
        {
            case "ReduceSum" or "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceProd" or "ReduceL1" or "ReduceL2"
                or "ReduceLogSum" or "ReduceLogSumExp" or "ReduceSumSquare":
                return [new(node.In(0).Type, Reduced(node, node.Axes(1), node.Has(1)))];
            case "ArgMax" or "ArgMin":
                return [new(OnnxElementType.Int64, Reduced(node, [node.Proto.Int("axis")], axesGiven: true))];
            case "GlobalAveragePool" or "GlobalMaxPool" or "GlobalLpPool":
                return [new(node.In(0).Type, node.In(0).Shape?.Select((d, i) => i < 2 ? d : 1).ToArray())];
            default:
                return null;
        }
    }

    private SymbolicInteger[]? Reduced(NodeView node, long[]? axes, bool axesGiven)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return null;
        }

        bool keep = node.Proto.Int("keepdims", 1) != 0;
        if (axes is null && axesGiven)
        {
            return keep
                ? FreshShape(shape.Length)
                : node.In(1).Shape is [{ Constant: { } count }] ? FreshShape(shape.Length - (int)count) : null;
        }

        if (axes is null || axes.Length == 0)
        {
            if (node.Proto.Int("noop_with_empty_axes") != 0)
            {
                return shape;
            }

            axes = [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)];
        }

        var at = axes.Select(a => NodeView.Axis(a, shape.Length)).ToHashSet();
        return keep
            ? [.. shape.Select((d, i) => at.Contains(i) ? 1 : d)]
            : [.. shape.Where((_, i) => !at.Contains(i))];
    }
}
