using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Diagnosis;

/// <summary>A gradient program that also counts the NaN and the infinities of every floating point value.</summary>
/// <remarks>Two numbers a value leave the graph, so that a diagnosis needs hardly more memory than the gradient.</remarks>
internal sealed class DiagnosisProgram
{
    public const string NaNCounts = "lit_nan_counts";
    public const string InfinityCounts = "lit_infinity_counts";

    private readonly GraphProto _graph;
    private int _names;

    public DiagnosisProgram(GradientProgram program)
    {
        Program = program;
        var proto = program.Proto.Clone();
        _graph = proto.Graph;
        Model = proto;
        var facts = new ShapeInference();
        facts.Infer(_graph);
        Values =
        [
            .. _graph.Input.Select(i => i.Name).Concat(_graph.Initializer.Select(i => i.Name))
                .Concat(_graph.Node.SelectMany(n => n.Output))
                .Where(name => name.Length > 0 && facts[name].Type.IsFloat),
        ];
        Nodes = [.. _graph.Node];
        var counts = Values.Select(name => Count(name, facts[name].Type)).ToArray();
        Join(NaNCounts, counts.Select(c => c.NaNs));
        Join(InfinityCounts, counts.Select(c => c.Infinities));
    }

    public GradientProgram Program { get; }

    public ModelProto Model { get; }

    /// <summary>The floating point values, inputs and constants first, then in the order of the graph.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The nodes of the program, without those that count.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>The program with other outputs.</summary>
    public ModelProto WithOutputs(IEnumerable<string> values)
    {
        var proto = Program.Proto.Clone();
        var facts = new ShapeInference();
        facts.Infer(proto.Graph);
        proto.Graph.Output.Clear();
        var seen = proto.Graph.Input.Select(i => i.Name).Concat(proto.Graph.Initializer.Select(i => i.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (string value in values.Distinct(StringComparer.Ordinal))
        {
            string name = value;
            if (seen.Contains(value))
            {
                // What no node makes is no output before a node has copied it.
                name = CopyOf(value);
                proto.Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { name } });
            }

            proto.Graph.Output.Add(Declare(name, facts[value].Type));
        }

        return proto;
    }

    public static string CopyOf(string value) => $"lit_copy_of_{value}";

    private (string NaNs, string Infinities) Count(string value, OnnxElementType type)
    {
        string wide = type is OnnxElementType.Float or OnnxElementType.Double
            ? value
            : Add("Cast", value, n => n.Set("to", (long)OnnxElementType.Float));
        return (Sum(Add("IsNaN", wide)), Sum(Add("IsInf", wide)));

        string Sum(string flags)
        {
            string numbers = Add("Cast", flags, n => n.Set("to", (long)OnnxElementType.Float));
            string sum = Add("ReduceSum", numbers, n => n.Set("keepdims", 0));
            string shape = Constant("one", [1]);
            string single = NewName();
            _graph.Node.Add(new NodeProto { OpType = "Reshape", Input = { sum, shape }, Output = { single } });
            return single;
        }
    }

    private void Join(string name, IEnumerable<string> counts)
    {
        var concat = new NodeProto { OpType = "Concat", Output = { name } };
        concat.Input.AddRange(counts);
        concat.Set("axis", 0);
        _graph.Node.Add(concat);
        _graph.Output.Add(Declare(name, OnnxElementType.Float));
    }

    private string Add(string op, string input, Action<NodeProto>? attributes = null)
    {
        var node = new NodeProto { OpType = op, Input = { input }, Output = { NewName() } };
        attributes?.Invoke(node);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    private string Constant(string name, long[] values)
    {
        name = $"lit_count_{name}";
        if (_graph.Initializer.All(t => t.Name != name))
        {
            _graph.Initializer.Add(TensorData.Create(name, values, values.Length));
        }

        return name;
    }

    private string NewName() => $"lit_count_{++_names}";

    private static ValueInfoProto Declare(string name, OnnxElementType type) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
    };
}
