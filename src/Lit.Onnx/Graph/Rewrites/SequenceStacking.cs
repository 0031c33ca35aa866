using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Replaces a list that a loop appends to by the stack of what it appends.</summary>
/// <remarks>
/// Scripted modules collect the steps of a recurrence in a list and join it behind the loop. A loop can return the same
/// as a tensor, whose gradient goes back to the steps; that needs steps of one shape, which is checked.
/// </remarks>
internal sealed class SequenceStacking
{
    private const int First = 2;

    private readonly OnnxGraph _graph;
    private readonly List<NodeProto> _added = [];

    private SequenceStacking(OnnxGraph graph) => _graph = graph;

    public static void Apply(OnnxGraph graph)
    {
        var pass = new SequenceStacking(graph);
        foreach (var loop in graph.Proto.Node.Where(n => n.Is("Loop")).ToArray())
        {
            var body = loop.Body("body")!;
            for (int state = loop.Input.Count - First - 1; state >= 0; state--)
            {
                if (pass.Appended(loop, body, state) is { } append)
                {
                    pass.Replace(loop, body, state, append);
                }
            }
        }

        graph.Proto.Node.AddRange(pass._added);
        if (pass._added.Count > 0)
        {
            graph.RemoveUnused();
        }
    }

    /// <summary>The node that appends to a state, if that is all that happens to it inside the loop and behind; else null.</summary>
    private NodeProto? Appended(NodeProto loop, GraphProto body, int state)
    {
        string list = body.Input[First + state].Name;
        string grown = body.Output[1 + state].Name;
        var append = body.Node.FirstOrDefault(n => n.Output.Contains(grown));
        if (append is null || !append.Is("SequenceInsert") || append.Input.Count != 2 || append.Input[0] != list
            || body.Node.Sum(n => n.AllInputs().Count(i => i == list || i == grown)) != 1
            || _graph.Producer(loop.Input[First + state])?.Is("SequenceEmpty") != true
            || state >= loop.Output.Count || loop.Output[state].Length == 0 || _graph.IsOutput(loop.Output[state]))
        {
            return null;
        }

        // Sizes that are only known inside the loop may differ from step to step.
        bool uniform = _graph.Facts[append.Input[1]].Shape is { } shape && shape.All(d => !d.ToString().Contains('?', StringComparison.Ordinal));
        return uniform && _graph.Consumers(loop.Output[state]).All(n => n.Input.Count > 0 && n.Input[0] == loop.Output[state]
            && (n.Is("ConcatFromSequence") || n.Is("SequenceAt") || n.Is("SequenceLength")))
                ? append
                : null;
    }

    private void Replace(NodeProto loop, GraphProto body, int state, NodeProto append)
    {
        string list = loop.Output[state];
        string stack = _graph.NewName("stack");
        string element = _graph.NewName("element");
        int rank = _graph.Facts[append.Input[1]].Rank!.Value;
        var type = _graph.Facts[append.Input[1]].Type;
        body.Node.Remove(append);
        body.Node.Add(new NodeProto { OpType = "Identity", Input = { append.Input[1] }, Output = { element } });
        body.Input.RemoveAt(First + state);
        body.Output.RemoveAt(1 + state);
        loop.Input.RemoveAt(First + state);
        loop.Output.RemoveAt(state);
        _graph.RequireOutputs(loop, body.Output.Count - 1);
        loop.Output.Add(stack);
        body.Output.Add(new ValueInfoProto
        {
            Name = element,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
        });
        foreach (var reader in _graph.Consumers(list).Distinct().ToArray())
        {
            switch (reader.OpType)
            {
                case "SequenceAt":
                    reader.OpType = "Gather";
                    reader.Input[0] = stack;
                    _added.Add(reader);
                    break;
                case "SequenceLength":
                    reader.OpType = "Squeeze";
                    reader.Input[0] = Make("Shape", [stack], n => n.Set("end", 1L));
                    _added.Add(reader);
                    break;
                default:
                    Join(reader, stack, rank);
                    break;
            }

            _graph.Proto.Node.Remove(reader);
        }
    }

    /// <summary>Moves the axis of the steps to where they are joined.</summary>
    private void Join(NodeProto reader, string stack, int rank)
    {
        bool ownAxis = reader.Int("new_axis") != 0;
        int total = ownAxis ? rank + 1 : rank;
        int axis = (int)reader.Int("axis");
        axis = axis < 0 ? axis + total : axis;
        long[] order = [.. Enumerable.Range(1, axis).Select(i => (long)i), 0, .. Enumerable.Range(axis + 1, rank - axis).Select(i => (long)i)];
        if (ownAxis)
        {
            _added.Add(Named(reader, "Transpose", [stack], n => n.Set("perm", order)));
            return;
        }

        string moved = Make("Transpose", [stack], n => n.Set("perm", order));
        string before = Make("Shape", [moved], n => n.Set("end", (long)axis));
        string after = Make("Shape", [moved], n => n.Set("start", axis + 2L));
        var all = TensorData.Create(_graph.NewName("all"), [-1], 1);
        _graph.Proto.Initializer.Add(all);
        string shape = Make("Concat", [before, all.Name, after], n => n.Set("axis", 0L));
        _added.Add(Named(reader, "Reshape", [moved, shape], _ => { }));
    }

    private string Make(string op, string[] inputs, Action<NodeProto> attributes)
    {
        var node = new NodeProto { OpType = op, Output = { _graph.NewName(op) } };
        node.Input.AddRange(inputs);
        attributes(node);
        _added.Add(node);
        return node.Output[0];
    }

    private static NodeProto Named(NodeProto reader, string op, string[] inputs, Action<NodeProto> attributes)
    {
        var node = new NodeProto { OpType = op, Name = reader.Name, Output = { reader.Output[0] } };
        node.Input.AddRange(inputs);
        attributes(node);
        return node;
    }
}
