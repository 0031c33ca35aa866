using Lit.Onnx.Autodiff;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Picks the one row that the rest of the model reads before the work on all rows is done.</summary>
/// <remarks>
/// A classifier that reads the first token needs one row of the last layer: its queries, its feed-forward part and its
/// normalisations. The pick moves up through everything that works row by row, to where other tokens are read too.
/// </remarks>
internal sealed class RowPushing
{
    /// <summary>Steps that one pick is moved by at most; a layer has about twenty.</summary>
    private const int MaxDepth = 120;

    /// <summary>Picks that are moved at most: a model has one or two, and each is a walk over the graph.</summary>
    private const int MaxPicks = 16;

    private readonly OnnxGraph _graph;
    private readonly IReadOnlyCollection<string> _keep;
    private readonly Dictionary<(string Value, int Axis), string> _picked = [];
    private string _index = string.Empty;

    private RowPushing(OnnxGraph graph, IReadOnlyCollection<string> keep)
    {
        _graph = graph;
        _keep = keep;
    }

    /// <param name="graph">The graph.</param>
    /// <param name="keep">Values that must stay whole.</param>
    public static void Apply(OnnxGraph graph, IReadOnlyCollection<string> keep)
    {
        int picks = 0;
        foreach (var node in graph.Proto.Node.Where(n => n.Is("Gather") || n.Is("Slice")).ToArray())
        {
            if (new RowPushing(graph, keep).Push(node) && ++picks == MaxPicks)
            {
                break;
            }
        }

        if (picks > 0)
        {
            graph.RemoveUnused();
        }
    }

    private bool Push(NodeProto pick)
    {
        string value = pick.Input[0];
        if (_graph.Facts[value] is not { Shape: { Length: >= 3 } shape } facts || !facts.Type.IsFloat
            || Row(pick) is not var (row, declared, squeezes)
            || _graph.Constant(value) is not null || _keep.Contains(value))
        {
            return false;
        }

        int axis = NodeContext.Axis(declared, shape.Length);
        if (axis <= 0 || axis >= shape.Length - 1 || !CanMove(value, axis, 0))
        {
            return false;
        }

        var tensor = TensorData.Create(_graph.NewName("row"), [row], 1);
        _graph.AddConstant(tensor);
        _index = tensor.Name;
        string moved = Move(value, axis, 0);
        pick.Attribute.Clear();
        pick.Input.Clear();
        pick.Input.Add(moved);
        if (squeezes)
        {
            var axes = TensorData.Create(_graph.NewName("axes"), [axis], 1);
            _graph.AddConstant(axes);
            pick.OpType = "Squeeze";
            pick.Input.Add(axes.Name);
        }
        else
        {
            pick.OpType = "Identity";
        }

        _graph.Refresh();
        return true;
    }

    /// <summary>The row that a node picks, along which axis, and whether the axis goes; null if it picks another number of them.</summary>
    private (long Row, long Axis, bool Squeezes)? Row(NodeProto pick)
    {
        if (pick.Is("Gather"))
        {
            return _graph.Facts[pick.Input[1]] is { Constants: [var row], Rank: <= 1 and var rank }
                ? (row, pick.Int("axis"), rank == 0)
                : null;
        }

        // Of other rows a slice may find none, where a pick would fail.
        return Single(1) is { } start && Single(2) is { } end && Single(3) is { } axis
            && (!pick.HasInput(4) || Single(4) == 1)
            && ((start == 0 && end == 1) || (start == -1 && end >= int.MaxValue))
                ? (start, axis, false)
                : null;

        long? Single(int input) =>
            pick.HasInput(input) && _graph.Facts[pick.Input[input]].Constants is [var number] ? number : null;
    }

    /// <summary>The value with its one row, as high up as it can be picked.</summary>
    private string Move(string value, int axis, int depth)
    {
        if (_picked.TryGetValue((value, axis), out string? known))
        {
            return known;
        }

        if (!CanMove(value, axis, depth))
        {
            var gather = new NodeProto { OpType = "Gather", Input = { value, _index }, Output = { _graph.NewName("row") } };
            gather.Set("axis", axis);
            _graph.Append(gather);
            return _picked[(value, axis)] = gather.Output[0];
        }

        var node = _graph.Producer(value)!;
        var copy = node.Clone();
        copy.Output.Clear();
        copy.Output.Add(_graph.NewName("row"));
        foreach (var (position, inputAxis) in Operands(node, axis)!)
        {
            copy.Input[position] = Move(node.Input[position], inputAxis, depth + 1);
        }

        if (node.Is("Reshape"))
        {
            copy.Input[1] = RowShape(node, axis);
            copy.Remove("allowzero");
        }

        _graph.Append(copy);
        return _picked[(value, axis)] = copy.Output[0];
    }

    private bool CanMove(string value, int axis, int depth) =>
        depth < MaxDepth && !_keep.Contains(value) && _graph.Producer(value) is { } node && _graph.OnlyConsumer(value) is not null
            && node.Output.Count(o => o.Length > 0) == 1 && Operands(node, axis) is not null;

    /// <summary>The inputs that have the picked axis, and which axis of them it is; null if the node does not work row by row.</summary>
    private List<(int Position, int Axis)>? Operands(NodeProto node, int axis)
    {
        if (_graph.Facts[node.Output[0]].Shape is not { } output)
        {
            return null;
        }

        switch (Operators.NormalizeDomain(node.Domain).Length == 0 || node.OpType is "Gelu" ? node.OpType : string.Empty)
        {
            case "Add" or "Sub" or "Mul" or "Div" or "Where" or "Min" or "Max":
                return Broadcast(node, output, axis);
            case "Relu" or "Gelu" or "Tanh" or "Sigmoid" or "Erf" or "Exp" or "Sqrt" or "Neg" or "Cast" or "Reciprocal" or "Identity":
                return [(0, axis)];
            case "Pow" when _graph.Scalar(node.Input[1]) is not null:
                return [(0, axis)];
            case "Softmax" or "LayerNormalization" or "LogSoftmax":
                long first = NodeContext.Axis(node.Int("axis", -1), output.Length);
                return axis < first ? [(0, axis)] : null;
            case "MatMul" when axis <= output.Length - 2 && _graph.Facts[node.Input[0]].Rank == output.Length:
                // The row axis is that of the left matrix; axes in front would have to be picked from both.
                return axis == output.Length - 2 || _graph.Facts[node.Input[1]].Rank == 2 ? [(0, axis)] : null;
            case "Transpose":
                var order = node.Ints("perm");
                return [(0, order is null ? output.Length - 1 - axis : (int)order[axis])];
            case "Reshape":
                return RowShapeDimensions(node, axis) is null ? null : [(0, axis)];
            default:
                return null;
        }
    }

    private List<(int Position, int Axis)>? Broadcast(NodeProto node, Shapes.SymbolicInteger[] output, int axis)
    {
        var operands = new List<(int, int)>();
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (_graph.Facts[node.Input[i]].Shape is not { } shape)
            {
                return null;
            }

            int at = axis - (output.Length - shape.Length);
            if (at >= 0 && !shape[at].IsOne)
            {
                if (!shape[at].Equals(output[axis]))
                {
                    return null;
                }

                operands.Add((i, at));
            }
        }

        return operands.Count > 0 ? operands : null;
    }

    /// <summary>The target of a Reshape that leaves the axes up to the picked one alone and knows the others; null if it is another.</summary>
    private long[]? RowShapeDimensions(NodeProto node, int axis)
    {
        if (_graph.Facts[node.Input[0]].Shape is not { } from || _graph.Facts[node.Output[0]].Shape is not { } to
            || from.Length <= axis || to.Length <= axis)
        {
            return null;
        }

        long[] result = new long[to.Length];
        for (int i = 0; i < to.Length; i++)
        {
            if (i <= axis ? !from[i].Equals(to[i]) : to[i].Constant is null)
            {
                return null;
            }

            result[i] = i <= axis ? 0 : to[i].Constant!.Value;
        }

        return result;
    }

    private string RowShape(NodeProto node, int axis)
    {
        long[] dims = RowShapeDimensions(node, axis)!;
        var tensor = TensorData.Create(_graph.NewName("shape"), dims, dims.Length);
        _graph.AddConstant(tensor);
        return tensor.Name;
    }
}
