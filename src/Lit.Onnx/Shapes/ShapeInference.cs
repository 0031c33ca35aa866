using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Shapes;

/// <summary>Derives element types, shapes and the content of shape arithmetic, one node at a time.</summary>
/// <remarks>
/// Sizes stay symbolic, so that two tensors can be proved to have equal shapes although neither has a fixed one. What
/// cannot be derived is unknown, never guessed.
/// </remarks>
internal sealed partial class ShapeInference
{
    /// <summary>Longest tensor of integers whose elements are followed.</summary>
    private const int MaxContent = 64;

    /// <summary>Most dimensions that a value may have for its shape to be followed.</summary>
    private const int MaxRank = 64;

    private readonly Dictionary<string, ValueFacts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ValueFacts> _declared = new(StringComparer.Ordinal);
    private int _symbols;

    /// <summary>What is known of a value.</summary>
    public ValueFacts this[string name]
    {
        get => _facts.GetValueOrDefault(name, ValueFacts.Unknown);
        set => _facts[name] = value;
    }

    /// <summary>Takes in the inputs and constants of a graph, then all of its nodes in order.</summary>
    public void Infer(GraphProto graph)
    {
        foreach (var value in graph.ValueInfo.Concat(graph.Output))
        {
            _declared[value.Name] = Declared(value);
        }

        foreach (var tensor in graph.Initializer)
        {
            Add(tensor);
        }

        foreach (var input in graph.Input)
        {
            if (!_facts.ContainsKey(input.Name))
            {
                _facts[input.Name] = Declared(input);
            }
        }

        foreach (var node in graph.Node)
        {
            Infer(node);
        }
    }

    public void Add(TensorProto tensor)
    {
        SymbolicInteger[] shape = [.. tensor.Dims.Select(d => (SymbolicInteger)d)];
        long[]? content = tensor.Dims.Count <= 1 && tensor.ElementCount() <= MaxContent ? tensor.ReadIntegers() : null;
        _facts[tensor.Name] = new(
            (OnnxElementType)tensor.DataType,
            shape,
            content is null ? null : [.. content.Select(c => (SymbolicInteger)c)]);
    }

    /// <summary>Derives the outputs of a node from its inputs.</summary>
    public void Infer(NodeProto node)
    {
        ValueFacts[] outputs;
        try
        {
            outputs = Derive(new NodeView(node, this));
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or ArithmeticException or InvalidOperationException)
        {
            // Attributes that contradict each other: the runtime will say so, here the result is not known.
            outputs = [];
        }

        for (int i = 0; i < node.Output.Count; i++)
        {
            string name = node.Output[i];
            if (name.Length == 0)
            {
                continue;
            }

            var facts = i < outputs.Length ? outputs[i] : ValueFacts.Unknown;
            if (facts.Shape is { Length: > MaxRank } || facts.Content is { Length: > MaxContent })
            {
                facts = new(facts.Type, null);
            }

            if (_declared.TryGetValue(name, out var declared))
            {
                facts = facts with
                {
                    Type = facts.Type == OnnxElementType.Undefined ? declared.Type : facts.Type,
                    Shape = facts.Shape ?? declared.Shape,
                };
            }

            _facts[name] = facts;
        }
    }

    private SymbolicInteger Fresh() => SymbolicInteger.Named($"?{++_symbols}");

    private SymbolicInteger[]? FreshShape(int rank) => rank > MaxRank ? null : [.. Enumerable.Range(0, rank).Select(_ => Fresh())];

    private IEnumerable<SymbolicInteger> FreshSizes(int count) => Enumerable.Range(0, count).Select(_ => Fresh());

    private ValueFacts Declared(ValueInfoProto value)
    {
        var info = value.Describe();
        return new(info.ElementType, info.Shape is null
            ? null
            : [.. info.Shape.Select(d => d.Size ?? (d.Symbol is null ? Fresh() : SymbolicInteger.Named(d.Symbol)))]);
    }

    private ValueFacts[] Derive(NodeView node)
    {
        if (node.Domain == Operators.Microsoft)
        {
            return DeriveMicrosoft(node);
        }

        if (node.Domain.Length > 0)
        {
            return node.Domain == Operators.MachineLearning ? DeriveClassical(node) : [];
        }

        return DeriveControlFlow(node) ?? DeriveShapeArithmetic(node) ?? DeriveLayout(node) ?? DeriveReductions(node)
            ?? DeriveProducts(node) ?? DeriveSpatial(node) ?? DeriveSampling(node) ?? DeriveQuantized(node)
            ?? DeriveElementwise(node) ?? [];
    }

    /// <summary>A node with its inputs resolved.</summary>
    private readonly struct NodeView(NodeProto node, ShapeInference inference)
    {
        public NodeProto Proto => node;

        public string Op => node.OpType;

        public string Domain => Operators.NormalizeDomain(node.Domain);

        public int Inputs => node.Input.Count;

        public int Outputs => node.Output.Count;

        public bool Has(int index) => node.HasInput(index);

        public ValueFacts In(int index) => node.HasInput(index) ? inference[node.Input[index]] : ValueFacts.Unknown;

        /// <summary>An axis counted from the front.</summary>
        public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

        /// <summary>The axes in either place that versions of an operator keep them: attribute or input.</summary>
        public long[]? Axes(int input) => node.Ints("axes") ?? (node.HasInput(input) ? In(input).Constants : null);
    }
}
