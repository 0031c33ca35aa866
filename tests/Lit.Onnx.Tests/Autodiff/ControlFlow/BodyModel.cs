using System.Globalization;
using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff.ControlFlow;

/// <summary>A model with branches or loops in double precision, and its gradient against central differences.</summary>
internal sealed class BodyModel
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "main" } };
    private readonly List<string> _inputs = [];

    public BodyModel(int opset = 17) => _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });

    public GraphProto Graph => _model.Graph;

    public ModelProto Proto => _model;

    /// <summary>Writes nodes as lines such as <c>y = Mul(a, b) axis=1</c>.</summary>
    public static GraphProto Body(string name, string[] inputs, string[] outputs, params string[] lines)
    {
        var graph = new GraphProto { Name = name };
        graph.Input.AddRange(inputs.Select(Value));
        graph.Output.AddRange(outputs.Select(Value));
        graph.Node.AddRange(lines.Select(Node));
        return graph;
    }

    public static NodeProto Node(string line)
    {
        var (left, rest) = (line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
        int open = rest.IndexOf('(', StringComparison.Ordinal);
        int close = rest.IndexOf(')', StringComparison.Ordinal);
        var node = new NodeProto { OpType = rest[..open] };
        node.Output.AddRange(left.Split(',', StringSplitOptions.TrimEntries));
        node.Input.AddRange(rest[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries).Where(i => i.Length > 0).Select(i => i == "_" ? "" : i));
        foreach (string pair in rest[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=');
            if (parts[1].StartsWith('['))
            {
                node.Set(parts[0], (long[])[.. parts[1].Trim('[', ']').Split(';').Select(n => long.Parse(n, CultureInfo.InvariantCulture))]);
            }
            else
            {
                node.Set(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
            }
        }

        return node;
    }

    public BodyModel Input(string name, params string[] shape)
    {
        var value = Value($"{name}:double");
        value.Type.TensorType.Shape = new TensorShapeProto();
        value.Type.TensorType.Shape.Dim.AddRange(shape.Select(d => long.TryParse(d, out long size)
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = d }));
        _model.Graph.Input.Add(value);
        _inputs.Add(name);
        return this;
    }

    public BodyModel Constant(string name, double[] values, params long[] shape)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, OnnxElementType.Double, values, shape));
        return this;
    }

    public BodyModel Integers(string name, long[] values, params long[] shape)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, OnnxElementType.Int64, [.. values.Select(v => (double)v)], shape));
        return this;
    }

    public BodyModel Yes(string name)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, OnnxElementType.Bool, [1]));
        return this;
    }

    public BodyModel Add(string line, params (string Name, GraphProto Body)[] bodies)
    {
        var node = Node(line);
        foreach (var (name, body) in bodies)
        {
            node.Set(name, body);
        }

        _model.Graph.Node.Add(node);
        return this;
    }

    public OnnxFile File(string output)
    {
        _model.Graph.Output.Clear();
        _model.Graph.Output.Add(Value($"{output}:double"));
        return OnnxFile.Parse(_model.ToByteArray(), "bodies.onnx");
    }

    /// <summary>The largest difference between the derivatives by all inputs and central differences, relative to 1 and those.</summary>
    public double Error(string output, int seed, params long[][] shapes)
    {
        var file = File(output);
        var graph = new OnnxGraph(file);
        OpsetLifter.Lift(graph);
        FunctionInliner.Apply(graph);
        GraphCleaner.Clean(graph);
        var program = new ProgramGraph(graph);
        int rank = graph.Facts[output].Rank ?? throw new InvalidOperationException("The rank of the output is lost.");
        var seedValue = program.AddInput("weights", OnnxElementType.Double, [.. Enumerable.Repeat(new OnnxDimension(null), rank)]);
        var gradients = new Differentiator(graph, GradientRules.Default).Build(program.Emitter, output, seedValue, _inputs);
        graph.Proto.Output.Clear();
        foreach (string name in _inputs)
        {
            program.AddOutput($"d_{name}", gradients[name]);
        }

        using var runner = new ProgramRunner(program.Finish(new("x", CutPointKind.Input, null, null), null));
        using var forward = new ProgramRunner(file.ToBytes(), file.Inputs, file.Outputs);
        var random = new TestRandom(seed);
        var feeds = _inputs.Zip(shapes, (name, shape) => (name, Draw(random, shape))).ToDictionary(p => p.name, p => p.Item2);
        var weights = Draw(random, forward.Run(feeds)[output].Shape);
        var derived = runner.Run(new Dictionary<string, Numbers>(feeds) { ["weights"] = weights });
        double worst = 0;
        foreach (string name in _inputs)
        {
            var x = feeds[name];
            if (!derived[$"d_{name}"].Shape.SequenceEqual(x.Shape))
            {
                throw new InvalidOperationException($"The gradient of {name} has the shape {derived[$"d_{name}"]}, not {x}.");
            }

            foreach (int at in random.Some(x.Values.Length, 24))
            {
                double difference = (Loss(at, 1e-6) - Loss(at, -1e-6)) / 2e-6;
                worst = Math.Max(worst, Math.Abs(difference - derived[$"d_{name}"].Values[at]) / (1 + Math.Abs(difference)));
            }

            double Loss(int at, double by)
            {
                double[] moved = [.. x.Values];
                moved[at] += by;
                var y = forward.Run(new Dictionary<string, Numbers>(feeds) { [name] = new(moved, x.Shape) })[output];
                return y.Values.Zip(weights.Values, (a, b) => a * b).Sum();
            }
        }

        return worst;
    }

    private static Numbers Draw(TestRandom random, long[] shape) =>
        new([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.Next(-1, 1))], shape);

    /// <summary>A value written as name and element type, such as <c>i:int64</c>; double by default, "scalar" where that is asked for.</summary>
    private static ValueInfoProto Value(string text)
    {
        string[] parts = text.Split(':');
        var type = parts.ElementAtOrDefault(1) switch
        {
            "int64" => OnnxElementType.Int64,
            "bool" => OnnxElementType.Bool,
            _ => OnnxElementType.Double,
        };
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (parts.ElementAtOrDefault(1) == "sequence")
        {
            var element = new TypeProto { TensorType = tensor };
            return new ValueInfoProto { Name = parts[0], Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence { ElemType = element } } };
        }

        if (type != OnnxElementType.Double)
        {
            tensor.Shape = new TensorShapeProto();
        }

        return new ValueInfoProto { Name = parts[0], Type = new TypeProto { TensorType = tensor } };
    }
}
