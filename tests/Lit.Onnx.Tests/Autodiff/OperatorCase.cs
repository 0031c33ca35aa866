using System.Globalization;
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
    /// <summary>Whether random points keep the numbers where they are, because others would not do.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>Whether random points have the very numbers of the case.</summary>
    public bool IsExact { get; init; }

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

    /// <summary>Whether the rule needs to know the sizes of its inputs.</summary>
    public bool NeedsSizes { get; init; }

    public override string ToString() => What.Length == 0 ? Operator : $"{Operator}, {What}";

    /// <summary>Whether the runtime has no kernel, so that differences are taken of the simpler nodes that stand for the operator.</summary>
    public bool HasNoKernel { get; init; }

    /// <summary>How far the values of the program may be from those of the operator, relative to the largest.</summary>
    public double ForwardTolerance { get; init; } = 2e-5;

    /// <summary>Points that are tried, besides the one that the case states.</summary>
    public const int Points = 20;

    /// <summary>
    /// The largest difference between the derivative and central differences of fourth order, over the largest derivative:
    /// element by element at the point of the case, then along random directions at random points.
    /// </summary>
    /// <param name="fixedShapes">Whether the model declares the sizes of its inputs.</param>
    /// <param name="seed">Draws weights of outputs, elements, points and directions.</param>
    public OperatorError Error(bool fixedShapes, int seed)
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
        graph.Facts[weights.Name] = new(type, facts.Shape);
        string[] wanted = [.. Arguments.Select((a, i) => (a, i)).Where(p => p.a is { IsDifferentiated: true }).Select(p => $"x{p.i}")];
        var gradients = new Differentiator(graph, GradientRules.Default).Build(program.Emitter, y, weights, wanted);
        foreach (string name in wanted)
        {
            program.AddOutput($"gradient_{name}", gradients[name]);
        }

        using var runner = new ProgramRunner(program.Finish(new("x0", CutPointKind.Input, null, null), null));
        var original = Graph(fixedShapes, type);
        using var forward = HasNoKernel
            ? new ProgramRunner(Simplified(fixedShapes, type))
            : new ProgramRunner(
                original.Model.ToByteArray(),
                [.. original.Proto.Input.Select(i => i.Describe())],
                [new(y, type, null)]);

        var feeds = Arguments.Select((a, i) => (a, i)).Where(p => p.a is { IsConstant: false }).ToDictionary(p => $"x{p.i}", p => p.a!.Values);
        var shape = forward.Run(feeds)[y].Shape;
        var w = new Numbers([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.Next(-1, 1))], shape);

        double step = Single ? 8e-3 : 2e-3;
        double tolerance = Single ? 1e-3 : 1e-7;
        var error = new OperatorError();
        Compare(feeds, elements: true);
        for (int point = 0, tries = 0; point < Points; tries++)
        {
            if (tries == 20 * Points)
            {
                throw new InvalidOperationException("Every point is near a kink.");
            }

            var drawn = new Dictionary<string, Numbers>(feeds);
            foreach (string name in wanted)
            {
                drawn[name] = Redrawn(Arguments[int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture)]!, random);
            }

            point += Compare(drawn, elements: false) ? 1 : 0;
        }

        return error;

        bool Compare(Dictionary<string, Numbers> at, bool elements)
        {
            var derived = runner.Run(new Dictionary<string, Numbers>(at) { ["weights_of_output"] = w });
            error.Forward = Math.Max(error.Forward, derived[y].RelativeError(forward.Run(at)[y]));
            bool smooth = true;
            foreach (string name in wanted)
            {
                var x = at[name];
                var gradient = derived[$"gradient_{name}"];
                if (!gradient.Shape.SequenceEqual(x.Shape))
                {
                    throw new InvalidOperationException($"The gradient of {name} has the shape {gradient}, not {x}.");
                }

                double largest = Math.Max(gradient.Values.Select(Math.Abs).DefaultIfEmpty().Max(), 0.05);
                if (elements)
                {
                    foreach (int index in random.Some(x.Values.Length, 20))
                    {
                        smooth &= Add(at, name, i => i == index ? 1 : 0, gradient.Values[index], largest);
                    }
                }
                else
                {
                    double[] direction = [.. x.Values.Select(_ => random.Next(-1, 1))];
                    double along = gradient.Values.Zip(direction, (g, d) => g * d).Sum();
                    smooth &= Add(at, name, i => direction[i], along, Math.Max(largest, Math.Abs(along)));
                }
            }

            return smooth;
        }

        // Two steps that disagree tell of a kink within reach; a wrong rule disagrees with both.
        bool Add(Dictionary<string, Numbers> at, string name, Func<int, double> direction, double derivative, double largest)
        {
            double wide = Slope(at, name, direction, step);
            double narrow = Slope(at, name, direction, step / 2);
            if (Math.Abs(wide - narrow) > 0.15 * tolerance * largest)
            {
                return false;
            }

            error.Add(Math.Abs(wide - derivative) / largest);
            return true;
        }

        double Slope(Dictionary<string, Numbers> at, string name, Func<int, double> direction, double by)
        {
            double[] Moved(double by)
            {
                var x = at[name];
                double[] moved = [.. x.Values.Select((v, i) => v + (by * direction(i)))];
                return forward.Run(new Dictionary<string, Numbers>(at) { [name] = new(moved, x.Shape) })[y].Values;
            }

            var (near, back, far, farBack) = (Moved(by), Moved(-by), Moved(2 * by), Moved(-2 * by));
            double sum = 0;
            for (int i = 0; i < near.Length; i++)
            {
                sum += w.Values[i] * ((8 * (near[i] - back[i])) - (far[i] - farBack[i]));
            }

            return sum / (12 * by);
        }
    }

    /// <summary>The forward pass in the simpler nodes that a rule puts in the place of the operator.</summary>
    private GradientProgram Simplified(bool fixedShapes, OnnxElementType type)
    {
        var program = new ProgramGraph(Graph(fixedShapes, type));
        string y = program.Graph.Proto.Output[0].Name;
        var ones = program.Emitter.Expand(program.Emitter.Constant(1, type), program.Emitter.Shape(program.Emitter.Value(y)));
        string[] wanted = [.. Arguments.Select((a, i) => (a, i)).Where(p => p.a is { IsDifferentiated: true }).Select(p => $"x{p.i}")];
        new Differentiator(program.Graph, GradientRules.Default).Build(program.Emitter, y, ones, wanted);
        return program.Finish(new("x0", CutPointKind.Input, null, null), null);
    }

    /// <summary>The same numbers in another order, so that they stay apart from each other and from kinks, and a little moved.</summary>
    private static Numbers Redrawn(Argument argument, TestRandom random)
    {
        var x = argument.Values;
        double[] sorted = [.. x.Values.Order()];
        double gap = 0.2;
        for (int i = 1; i < sorted.Length; i++)
        {
            gap = Math.Min(gap, sorted[i] - sorted[i - 1]);
        }

        double by = argument.IsExact ? 0 : 0.1;
        return new(
            [.. x.Values.OrderBy(_ => argument.KeepsOrder ? 0 : random.Next(0, 1)).Select(v => v + (gap * random.Next(-by, by)))],
            x.Shape);
    }

    /// <summary>The operator alone as a model.</summary>
    public ModelProto Model(bool fixedShapes, OnnxElementType type)
    {
        var node = new NodeProto { OpType = Operator, Domain = Domain };
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "case" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        if (Domain.Length > 0)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = Domain == Operators.MachineLearning ? 3 : 1 });
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

/// <summary>How far a rule is from differences of its operator.</summary>
internal sealed class OperatorError
{
    /// <summary>Of the derivative.</summary>
    public double Gradient { get; private set; }

    /// <summary>Of the values of the program from those of the operator.</summary>
    public double Forward { get; set; }

    public void Add(double error) => Gradient = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(Gradient, error);
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
