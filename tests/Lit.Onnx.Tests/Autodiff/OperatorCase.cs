using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>An argument of an operator under test.</summary>
/// <param name="Values">Its numbers.</param>
/// <param name="Type">Its element type; <see cref="OnnxElementType.Double"/> stands for that of the whole case.</param>
/// <param name="IsConstant">Whether it is stored in the model instead of fed.</param>
internal sealed record Argument(Numbers Values, OnnxElementType Type = OnnxElementType.Double, bool IsConstant = false)
{
    public bool IsDifferentiated => Type == OnnxElementType.Double && !IsConstant;
}

/// <summary>One node with arguments, whose derivative is compared with differences of its outputs.</summary>
internal sealed record OperatorCase(string Operator, string What, params Argument?[] Arguments)
{
    public Action<NodeProto> Attributes { get; init; } = _ => { };

    public int Opset { get; init; } = 18;

    public int Outputs { get; init; } = 1;

    /// <summary>The output whose sum is differentiated.</summary>
    public int Output { get; init; }

    /// <summary>Whether the runtime has the operator in 32 bits only.</summary>
    public bool Single { get; init; }

    public string Domain { get; init; } = "";

    public override string ToString() => What.Length == 0 ? Operator : $"{Operator}, {What}";

    /// <summary>The largest difference between the derivative and central differences, relative to 1 and the difference.</summary>
    /// <param name="fixedShapes">Whether the model declares the sizes of its inputs.</param>
    /// <param name="seed">Draws the weights of the outputs and the elements that are tried.</param>
    public double Error(bool fixedShapes, int seed)
    {
        var type = Single ? OnnxElementType.Float : OnnxElementType.Double;
        var graph = Graph(fixedShapes, type);
        var random = new TestRandom(seed);
        var program = new ProgramGraph(graph);
        string y = graph.Proto.Output[0].Name;
        var facts = graph.Facts[y];
        var weights = program.AddInput(
            "weights_of_output",
            type,
            [.. Enumerable.Repeat(new OnnxDimension(null), facts.Rank ?? throw new InvalidOperationException("The rank of the output is lost."))]);
        graph.Facts[weights.Name] = facts;
        string[] wanted = [.. Arguments.Select((a, i) => (a, i)).Where(p => p.a is { IsDifferentiated: true }).Select(p => $"x{p.i}")];
        var gradients = new Differentiator(graph, GradientRules.Default).Build(program.Emitter, y, weights, wanted);
        foreach (string name in wanted)
        {
            program.AddOutput($"gradient_{name}", gradients[name]);
        }

        using var runner = new ProgramRunner(program.Finish(new("x0", CutPointKind.Input, null, null), null));
        using var forward = new ProgramRunner(
            Graph(fixedShapes, type).Model.ToByteArray(),
            [.. graph.Proto.Input.Select(i => i.Describe()).Where(i => i.Name != "weights_of_output")],
            [new(y, type, null)]);

        var feeds = Arguments.Select((a, i) => (a, i)).Where(p => p.a is { IsConstant: false }).ToDictionary(p => $"x{p.i}", p => p.a!.Values);
        var shape = forward.Run(feeds)[y].Shape;
        var w = new Numbers([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.Next(-1, 1))], shape);
        var derived = runner.Run(new Dictionary<string, Numbers>(feeds) { ["weights_of_output"] = w });

        double worst = 0;
        double step = Single ? 1e-2 : 1e-6;
        foreach (string name in wanted)
        {
            var x = feeds[name];
            var gradient = derived[$"gradient_{name}"];
            if (!gradient.Shape.SequenceEqual(x.Shape))
            {
                throw new InvalidOperationException($"The gradient of {name} has the shape {gradient}, not {x}.");
            }

            foreach (int at in random.Some(x.Values.Length, 20))
            {
                double difference = (Loss(at, step) - Loss(at, -step)) / (2 * step);
                worst = Math.Max(worst, Math.Abs(difference - gradient.Values[at]) / (1 + Math.Abs(difference)));
            }

            double Loss(int at, double by)
            {
                double[] moved = [.. x.Values];
                moved[at] += by;
                var result = forward.Run(new Dictionary<string, Numbers>(feeds) { [name] = new(moved, x.Shape) })[y];
                return result.Values.Zip(w.Values, (a, b) => a * b).Sum();
            }
        }

        return worst;
    }

    /// <summary>The operator alone as a model.</summary>
    public ModelProto Model(bool fixedShapes, OnnxElementType type)
    {
        var node = new NodeProto { OpType = Operator, Domain = Domain };
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "case" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        if (Domain.Length > 0)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        }

        for (int i = 0; i < Arguments.Length; i++)
        {
            if (Arguments[i] is not { } argument)
            {
                node.Input.Add("");
                continue;
            }

            string name = $"x{i}";
            var elements = argument.Type == OnnxElementType.Double ? type : argument.Type;
            node.Input.Add(name);
            if (argument.IsConstant)
            {
                model.Graph.Initializer.Add(TensorData.Create(name, elements, argument.Values.Values, argument.Values.Shape));
                continue;
            }

            var shape = new TensorShapeProto();
            for (int d = 0; d < argument.Values.Shape.Length; d++)
            {
                shape.Dim.Add(fixedShapes
                    ? new TensorShapeProto.Types.Dimension { DimValue = argument.Values.Shape[d] }
                    : new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{d}" });
            }

            model.Graph.Input.Add(new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)elements, Shape = shape } },
            });
        }

        for (int i = 0; i < Outputs; i++)
        {
            node.Output.Add($"y{i}");
        }

        Attributes(node);
        model.Graph.Node.Add(node);
        model.Graph.Output.Add(new ValueInfoProto
        {
            Name = $"y{Output}",
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
        });
        return model;
    }

    private OnnxGraph Graph(bool fixedShapes, OnnxElementType type)
    {
        var graph = new OnnxGraph(OnnxFile.Parse(Model(fixedShapes, type).ToByteArray()));
        OpsetLifter.Lift(graph);
        return graph;
    }
}

/// <summary>Numbers that are the same in every run.</summary>
internal sealed class TestRandom(int seed)
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15) + 0x1234567;

    public double Next(double from, double to)
    {
        _state = unchecked((_state * 6364136223846793005) + 1442695040888963407);
        ulong mixed = unchecked((_state ^ (_state >> 29)) * 0xBF58476D1CE4E5B9);
        return from + ((to - from) * ((mixed >> 11) / (double)(1UL << 53)));
    }

    public IEnumerable<int> Some(int count, int most) => Enumerable.Range(0, count).OrderBy(_ => Next(0, 1)).Take(most);
}
