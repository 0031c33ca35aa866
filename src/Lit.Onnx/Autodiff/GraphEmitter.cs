using System.Globalization;
using System.Text;
using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Adds nodes to a graph. Equal nodes are added once.</summary>
/// <remarks>Writes operators of version 18 of the standard set, which is what every graph is lifted to before it is differentiated.</remarks>
public sealed partial class GraphEmitter
{
    private readonly Dictionary<string, string[]> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphValue> _constants = new(StringComparer.Ordinal);
    private readonly StringBuilder _key = new();

    internal GraphEmitter(OnnxGraph graph) => Graph = graph;

    /// <summary>Adds to a graph within the graph of another emitter.</summary>
    internal GraphEmitter(OnnxGraph graph, GraphEmitter outer)
        : this(graph) => Approximations = outer.Approximations;

    internal OnnxGraph Graph { get; }

    /// <summary>What nodes that are added say they belong to; null for nothing.</summary>
    internal string? Origin { get; set; }

    /// <summary>What the rules that were used take for exact although it is not.</summary>
    internal SortedSet<string> Approximations { get; } = new(StringComparer.Ordinal);

    /// <summary>The value with a name.</summary>
    /// <param name="name">The name of an input, constant or node output.</param>
    public GraphValue Value(string name) => new(this, name);

    /// <summary>Adds a node with one output.</summary>
    /// <param name="op">The standard operator.</param>
    /// <param name="inputs">Its inputs; null for one that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The output.</returns>
    public GraphValue Add(string op, ReadOnlySpan<GraphValue?> inputs, params ReadOnlySpan<NodeArgument> attributes) =>
        Value(AddNode(string.Empty, op, inputs, 1, attributes)[0]);

    /// <summary>Adds a node.</summary>
    /// <param name="domain">The domain of the operator; "" for the standard one.</param>
    /// <param name="op">The operator.</param>
    /// <param name="inputs">Its inputs; null for one that is left out.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The outputs.</returns>
    public IReadOnlyList<GraphValue> Add(
        string domain,
        string op,
        ReadOnlySpan<GraphValue?> inputs,
        int outputs,
        params ReadOnlySpan<NodeArgument> attributes) =>
        [.. AddNode(domain, op, inputs, outputs, attributes).Select(Value)];

    private string[] AddNode(
        string domain, string op, ReadOnlySpan<GraphValue?> inputs, int outputs, ReadOnlySpan<NodeArgument> attributes)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentException.ThrowIfNullOrEmpty(op);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        var node = new NodeProto { OpType = op };
        if (domain.Length > 0)
        {
            node.Domain = domain;
        }

        foreach (var input in inputs)
        {
            node.Input.Add(input?.Name ?? string.Empty);
        }

        while (node.Input.Count > 0 && node.Input[^1].Length == 0)
        {
            node.Input.RemoveAt(node.Input.Count - 1);
        }

        foreach (var attribute in attributes)
        {
            attribute.AddTo(node);
        }

        // Nothing that is emitted draws random numbers, so equal nodes make equal values.
        string key = Key(node, outputs);
        if (!_nodes.TryGetValue(key, out string[]? names))
        {
            names = new string[outputs];
            for (int i = 0; i < outputs; i++)
            {
                names[i] = Graph.NewName(op);
                node.Output.Add(names[i]);
            }

            if (Origin is not null)
            {
                node.DocString = Origin;
            }

            Graph.Append(node);
            _nodes[key] = names;
        }

        return names;
    }

    /// <summary>A constant of rank 0.</summary>
    /// <param name="value">The number.</param>
    /// <param name="type">A floating point type, <see cref="OnnxElementType.Int32"/>, <see cref="OnnxElementType.Int64"/> or <see cref="OnnxElementType.Bool"/>.</param>
    public GraphValue Constant(double value, OnnxElementType type) =>
        Cached($"{type} {BitConverter.DoubleToInt64Bits(value)}", name => TensorData.Create(name, type, [value]));

    /// <summary>A constant tensor.</summary>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="type">Their type.</param>
    /// <param name="shape">The dimensions.</param>
    public GraphValue Constant(ReadOnlySpan<double> values, OnnxElementType type, params ReadOnlySpan<long> shape)
    {
        var tensor = TensorData.Create(string.Empty, type, values, shape);
        return Cached(Convert.ToBase64String(tensor.ToByteArray()), name => Named(tensor, name));
    }

    /// <summary>A constant of rank 1 of 64-bit integers: axes, positions, sizes.</summary>
    /// <param name="values">The numbers.</param>
    public GraphValue Integers(params ReadOnlySpan<long> values)
    {
        var key = new StringBuilder("ints");
        foreach (long value in values)
        {
            key.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture));
        }

        long[] copy = values.ToArray();
        return Cached(key.ToString(), name => TensorData.Create(name, copy, copy.Length));
    }

    /// <summary>A number as a constant of the element type of another value.</summary>
    internal GraphValue Scalar(double value, GraphValue like) => Constant(
        value,
        like.ElementType == OnnxElementType.Undefined ? throw Unknown(like.Name, "element type") : like.ElementType);

    internal UnsupportedOperatorException Unknown(string value, string what) => new(
        Graph.File.Name,
        $"The {what} of the value '{value}' ({Graph.Producer(value)?.Describe() ?? "an input"}) cannot be derived, and a gradient on the path needs it. "
        + "Export the model with the shapes of its inputs, or with a newer exporter.");

    /// <summary>A text that equal nodes have in common and different ones do not, whatever their values are called.</summary>
    private string Key(NodeProto node, int outputs)
    {
        if (node.Attribute.Count > 0)
        {
            return $"{outputs} {Convert.ToBase64String(node.ToByteArray())}";
        }

        _key.Clear().Append(outputs);
        Part(node.Domain);
        Part(node.OpType);
        for (int i = 0; i < node.Input.Count; i++)
        {
            Part(node.Input[i]);
        }

        return _key.ToString();

        void Part(string text) => _key.Append(':').Append(text.Length).Append(':').Append(text);
    }

    private static TensorProto Named(TensorProto tensor, string name)
    {
        tensor.Name = name;
        return tensor;
    }

    private GraphValue Cached(string key, Func<string, TensorProto> create)
    {
        if (!_constants.TryGetValue(key, out var value))
        {
            var tensor = create(Graph.NewName("constant"));
            Graph.AddConstant(tensor);
            _constants[key] = value = Value(tensor.Name);
        }

        return value;
    }
}
