using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff.Bodies;

/// <summary>One branch, or one iteration of a loop, done again and differentiated in a graph of its own.</summary>
internal sealed class BodyGradient
{
    private readonly NodeContext _node;
    private readonly GraphProto _body;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <param name="node">The node whose graph is differentiated.</param>
    /// <param name="outer">The graph that it stands in.</param>
    /// <param name="body">The graph to differentiate.</param>
    public BodyGradient(NodeContext node, GraphEmitter outer, GraphProto body)
    {
        _node = node;
        _body = body;
        Builder = new BodyBuilder(outer, "backward");
        foreach (var input in body.Input)
        {
            _names[input.Name] = Graph.NewName("again");
            Graph.Facts[_names[input.Name]] = Graph.Facts[input.Name];
        }

        foreach (var proto in body.Node)
        {
            Graph.Append(ValueNames.Copy(proto, _names, Graph.NewName));
        }
    }

    public BodyBuilder Builder { get; }

    public GraphEmitter Emitter => Builder.Emitter;

    private OnnxGraph Graph => Builder.Graph;

    /// <summary>The value that an input of the body has when it is done again; something has to make it.</summary>
    public string Input(int index) => _names[_body.Input[index].Name];

    /// <summary>What is known of an input of the body.</summary>
    public ValueFacts InputFacts(int index) => Graph.Facts[_body.Input[index].Name];

    /// <summary>What is known of an output of the body.</summary>
    public ValueFacts OutputFacts(int index) => Graph.Facts[_body.Output[index].Name];

    public bool IsInputActive(int index) => _node.IsActive(_body.Input[index].Name);

    public bool IsOutputActive(int index) => _node.IsActive(_body.Output[index].Name);

    /// <summary>Values of the surrounding graph that the body reads and that are differentiated by.</summary>
    public IReadOnlyList<string> ActiveCaptures() =>
        [.. NodeAttributes.Captures(_body).Where(_node.IsActive).Order(StringComparer.Ordinal)];

    /// <summary>The cotangents of inputs and captured values, from those of outputs.</summary>
    /// <param name="outputs">Positions of outputs with their cotangents.</param>
    public BodyCotangents Differentiate(IReadOnlyList<(int Output, GraphValue Cotangent)> outputs)
    {
        var captures = ActiveCaptures();
        var inputs = Enumerable.Range(0, _body.Input.Count).Where(IsInputActive).ToArray();
        var results = new Differentiator(Graph, _node.Rules).Sweep(
            Emitter,
            [.. outputs.Select(o => (Renamed(_body.Output[o.Output].Name), o.Cotangent))],
            [.. inputs.Select(Input), .. captures]);
        return new(
            inputs.Where(i => results.ContainsKey(Input(i))).ToDictionary(i => i, i => results[Input(i)]),
            [.. captures.Where(results.ContainsKey).Select(c => (c, results[c]))]);
    }

    /// <summary>Zeros in the shape of a cotangent, of which there is none.</summary>
    public GraphValue Zeros(GraphValue like) => Emitter.Zeros(Emitter.Shape(like), like.ElementType);

    private string Renamed(string name) => _names.GetValueOrDefault(name, name);
}

/// <summary>Cotangents of the inputs of a body, by position, and of values that it reads from outside.</summary>
internal sealed record BodyCotangents(
    IReadOnlyDictionary<int, GraphValue> Inputs,
    IReadOnlyList<(string Value, GraphValue Cotangent)> Captures);
