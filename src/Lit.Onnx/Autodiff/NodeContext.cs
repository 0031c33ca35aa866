using System.Collections.ObjectModel;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>A node of a model as a gradient rule sees it.</summary>
public class NodeContext
{
    private const int MaxConstant = 4096;

    internal static readonly IReadOnlyDictionary<string, string> NoReferences = ReadOnlyDictionary<string, string>.Empty;

    private readonly IReadOnlySet<string> _active;

    /// <summary>The inputs as they were: a rule may let the node read others.</summary>
    private readonly string[] _inputs;

    private protected NodeContext(NodeProto proto, GraphEmitter graph, GradientRules rules, IReadOnlySet<string> active)
    {
        Proto = proto;
        Graph = graph;
        Rules = rules;
        _active = active;
        _inputs = [.. proto.Input];
    }

    /// <summary>The operator.</summary>
    public string Operator => Proto.OpType;

    /// <summary>The domain of the operator; "" for the standard one.</summary>
    public string Domain => Operators.NormalizeDomain(Proto.Domain);

    /// <summary>The name of the node or, if it has none, of its first output.</summary>
    public string Name => Proto.Name.Length > 0 ? Proto.Name : Proto.Output.FirstOrDefault(o => o.Length > 0) ?? string.Empty;

    /// <summary>The version of the standard operator set that the graph is in.</summary>
    public int Opset => Graph.Graph.Opset;

    /// <summary>How many inputs the node lists.</summary>
    public int InputCount => Proto.Input.Count;

    /// <summary>How many outputs the node lists.</summary>
    public int OutputCount => Proto.Output.Count;

    /// <summary>The graph, for adding nodes.</summary>
    public GraphEmitter Graph { get; }

    internal NodeProto Proto { get; }

    /// <summary>For values that depend on what differs from a reference, those of the reference pass; empty if there is none.</summary>
    internal IReadOnlyDictionary<string, string> References { get; init; } = NoReferences;

    /// <summary>The rules for nodes of graphs within the node.</summary>
    internal GradientRules Rules { get; }

    /// <summary>Whether an input is there: optional ones may be left out.</summary>
    /// <param name="index">Its position.</param>
    public bool HasInput(int index) => Proto.HasInput(index);

    /// <summary>An input.</summary>
    /// <param name="index">Its position.</param>
    public GraphValue Input(int index) => Graph.Value(Proto.Input[index]);

    /// <summary>An output.</summary>
    /// <param name="index">Its position.</param>
    public GraphValue Output(int index) => Graph.Value(Proto.Output[index]);

    /// <summary>
    /// What a value is at the reference, for rules that compare the example with one; the value itself where it is the same
    /// for both or nothing is compared.
    /// </summary>
    /// <param name="value">An input or output of the node.</param>
    public GraphValue Reference(GraphValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return References.TryGetValue(value.Name, out string? reference) ? Graph.Value(reference) : value;
    }

    /// <summary>Whether an input lies on the path, so that its cotangent is wanted.</summary>
    /// <param name="index">Its position.</param>
    public bool NeedsGradient(int index) => index < _inputs.Length && _active.Contains(_inputs[index]);

    /// <summary>Whether a value, perhaps one inside a graph of the node, moves with what is differentiated by.</summary>
    internal bool IsActive(string value) => _active.Contains(value);

    /// <summary>A whole number attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="missing">Its default.</param>
    public long Int(string name, long missing) => Proto.Int(name, missing);

    /// <summary>A number attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="missing">Its default.</param>
    public float Float(string name, float missing) => Proto.Float(name, missing);

    /// <summary>A text attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="missing">Its default.</param>
    public string Text(string name, string missing) => Proto.Text(name, missing);

    /// <summary>An attribute of whole numbers; null if it is left out.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<long>? Ints(string name) => Proto.Ints(name);

    /// <summary>An attribute of numbers; null if it is left out.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<float>? Floats(string name) => Proto.Find(name) is { } found ? [.. found.Floats] : null;

    /// <summary>The elements of an input of integers that is the same in every run; null if it is not, or has more than 4,096.</summary>
    /// <param name="index">The position of the input.</param>
    public IReadOnlyList<long>? ConstantIntegers(int index) => !HasInput(index)
        ? null
        : Graph.Graph.Facts[Proto.Input[index]].Constants ?? SmallConstant(index)?.ReadIntegers();

    /// <summary>The elements of an input of floating point numbers that is a constant of the model; null if it is not, or has more than 4,096.</summary>
    /// <param name="index">The position of the input.</param>
    public IReadOnlyList<double>? ConstantFloats(int index) =>
        HasInput(index) ? SmallConstant(index)?.ReadFloats() : null;

    // Rules ask for axes and scales; a table that a thousand nodes look at is not to be read a thousand times.
    private TensorProto? SmallConstant(int index) =>
        Graph.Graph.Constant(Proto.Input[index]) is { } tensor && tensor.ElementCount() <= MaxConstant ? tensor : null;

    /// <summary>An axis counted from the front.</summary>
    internal static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    internal sealed class ReadOnly(NodeProto proto, GraphEmitter graph, GradientRules rules, IReadOnlySet<string> active)
        : NodeContext(proto, graph, rules, active);
}
