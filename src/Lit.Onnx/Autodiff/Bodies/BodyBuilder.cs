using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff.Bodies;

/// <summary>Writes a graph within a graph: a branch, or the body of a loop.</summary>
/// <remarks>Values of the surrounding graph can be read by their names.</remarks>
internal sealed class BodyBuilder
{
    private readonly OnnxGraph _graph;

    public BodyBuilder(GraphEmitter outer, string name)
    {
        _graph = outer.Graph.Nest(new GraphProto { Name = outer.Graph.NewName(name) });
        Emitter = new GraphEmitter(_graph, outer);
    }

    public OnnxGraph Graph => _graph;

    public GraphEmitter Emitter { get; }

    /// <summary>The value of the surrounding graph, for use in this one.</summary>
    public GraphValue Outer(GraphValue value) => Emitter.Value(value.Name);

    /// <summary>Declares an input.</summary>
    /// <param name="hint">What its name is about.</param>
    /// <param name="facts">What is known of it; its element type has to be.</param>
    public GraphValue AddInput(string hint, ValueFacts facts)
    {
        string name = _graph.NewName(hint);
        AddInput(name, facts, _graph.Proto.Input.Count);
        return Emitter.Value(name);
    }

    /// <summary>Declares an input that has a name already.</summary>
    public void AddInput(string name, ValueFacts facts, int position)
    {
        if (facts.Type == OnnxElementType.Undefined)
        {
            throw Emitter.Unknown(name, "element type");
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)facts.Type };
        if (facts.Rank is { } rank)
        {
            // The runtime asks for the rank of some inputs; sizes it finds out.
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(Enumerable.Range(0, rank).Select(_ => new TensorShapeProto.Types.Dimension()));
        }

        _graph.Proto.Input.Insert(position, new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } });
        _graph.Facts[name] = facts with { Content = null };
    }

    /// <summary>Declares a value as the next output.</summary>
    public void Return(GraphValue value)
    {
        // A graph returns what its own nodes make, and nothing twice.
        string name = _graph.NewName("returned");
        _graph.Append(new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { name } });
        _graph.Proto.Output.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)value.ElementType } },
        });
    }

    /// <summary>Adds a node in front of all others.</summary>
    public void Prepend(NodeProto node) => _graph.Proto.Node.Insert(0, node);

    /// <summary>The body, without nodes and constants that no output needs.</summary>
    public GraphProto Finish()
    {
        var proto = _graph.Proto;
        TopologicalOrder.Sort(proto);
        var needed = proto.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeProto>(proto.Node.Count);
        foreach (var node in proto.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                kept.Add(node);
                needed.UnionWith(node.AllInputs());
            }
        }

        kept.Reverse();
        proto.Node.Clear();
        proto.Node.AddRange(kept);
        var constants = proto.Initializer.Where(t => needed.Contains(t.Name)).ToArray();
        proto.Initializer.Clear();
        proto.Initializer.AddRange(constants);
        return proto;
    }

    /// <summary>Whether a node of the body reads a value.</summary>
    public bool Reads(string value) => _graph.Proto.Node.Any(node => node.AllInputs().Contains(value));
}
