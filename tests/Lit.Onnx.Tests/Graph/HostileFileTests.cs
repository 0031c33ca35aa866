using Google.Protobuf;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using NUnit.Framework;

namespace Lit.Onnx.Graph;

/// <summary>Files made to exhaust memory, time or stack, and files that are only large.</summary>
public sealed class HostileFileTests
{
    private const int Many = 30_000;

    [Test]
    public void A_chain_of_a_hundred_thousand_nodes_is_differentiated()
    {
        var program = Differentiate(Chain(100_000, i => new NodeProto { OpType = i % 2 == 0 ? "Tanh" : "Relu" }));

        Assert.That(ModelProto.Parser.ParseFrom(program.Model).Graph.Node, Has.Count.GreaterThan(200_000));
    }

    [Test]
    public void A_chain_of_thirty_thousand_sums_of_two_earlier_values_is_differentiated()
    {
        var model = Chain(Many, _ => new NodeProto { OpType = "Add" });
        for (int i = 0; i < Many; i++)
        {
            model.Graph.Node[i].Input.Add(i < 2 ? "x" : $"v{i - 1}");
        }

        Assert.That(Differentiate(model).Model, Is.Not.Empty);
    }

    [Test]
    public void A_value_that_thirty_thousand_nodes_read_has_one_gradient()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Tanh" });
        var sum = new NodeProto { OpType = "Sum", Output = { "total" } };
        for (int i = 0; i < Many; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = i % 2 == 0 ? "Identity" : "Relu", Input = { "v1" }, Output = { $"branch{i}" } });
            sum.Input.Add($"branch{i}");
        }

        model.Graph.Node.Add(sum);
        model.Graph.Output[0].Name = "total";

        Assert.That(Differentiate(model).Model, Is.Not.Empty);
    }

    [Test]
    public void Copies_of_copies_are_removed_in_one_sweep()
    {
        var program = Differentiate(Chain(Many, i => new NodeProto { OpType = i == 0 ? "Tanh" : "Identity" }));

        Assert.That(ModelProto.Parser.ParseFrom(program.Model).Graph.Node, Has.Count.LessThan(20));
    }

    [Test]
    public void Thirty_thousand_outputs_cost_no_more_than_a_look_each()
    {
        var model = Chain(Many, _ => new NodeProto { OpType = "Relu" });
        for (int i = 1; i < Many; i++)
        {
            model.Graph.Output.Add(Value($"v{i}", 4));
        }

        Assert.That(Differentiate(model, $"v{Many}").Model, Is.Not.Empty);
    }

    [Test]
    public void Three_thousand_picks_of_a_row_do_not_walk_the_graph_each()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Tanh" }, 3);
        model.Graph.Initializer.Add(TensorData.Create("row", [1], 1));
        var sum = new NodeProto { OpType = "Sum", Output = { "total" } };
        for (int i = 0; i < 3_000; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { "v1" }, Output = { $"wide{i}" } });
            var pick = new NodeProto { OpType = "Gather", Input = { $"wide{i}", "row" }, Output = { $"picked{i}" } };
            pick.Set("axis", 1);
            model.Graph.Node.Add(pick);
            sum.Input.Add($"picked{i}");
        }

        model.Graph.Node.Add(sum);
        model.Graph.Output[0].Name = "total";
        var differentiable = new DifferentiableModel(OnnxFile.Parse(model.ToByteArray()));

        Assert.That(
            GradientProgramBuilder.Build(differentiable, differentiable.FindCut(null), new("total", ProgramTargetKind.WeightedSum)).Model,
            Is.Not.Empty);
    }

    [Test]
    public void Conditions_around_many_values_are_checked_in_one_sweep()
    {
        var model = Chain(20_000, _ => new NodeProto { OpType = "Relu" });
        model.Graph.Initializer.Add(TensorData.Create("yes", OnnxElementType.Bool, [1]));
        for (int i = 0; i < 20_000; i++)
        {
            var branch = new GraphProto { Name = "branch", Output = { new ValueInfoProto { Name = "v1" } } };
            var node = new NodeProto { OpType = "If", Input = { "yes" }, Output = { $"if{i}" } };
            node.Attribute.Add(new AttributeProto { Name = "then_branch", G = branch, Type = AttributeProto.Types.AttributeType.Graph });
            node.Attribute.Add(new AttributeProto { Name = "else_branch", G = branch, Type = AttributeProto.Types.AttributeType.Graph });
            model.Graph.Node.Add(node);
        }

        Assert.That(OnnxFile.Parse(model.ToByteArray()).Outputs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Sizes_that_are_multiplied_with_themselves_stay_short()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Relu" });
        model.Graph.Node.Add(new NodeProto { OpType = "Size", Input = { "x" }, Output = { "n0" } });
        for (int i = 0; i < 200; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = i % 3 == 2 ? "Add" : "Mul", Input = { $"n{i}", $"n{i}" }, Output = { $"n{i + 1}" } });
        }

        model.Graph.Node.Add(new NodeProto { OpType = "ConstantOfShape", Input = { "n200" }, Output = { "zeros" } });
        model.Graph.Output.Add(new ValueInfoProto { Name = "zeros" });

        var graph = new OnnxGraph(OnnxFile.Parse(model.ToByteArray()));

        Assert.That(graph.Facts["n200"].Content![0].ToString(), Has.Length.LessThan(3_000));
    }

    [Test]
    public void Shapes_are_not_followed_past_any_number_of_dimensions()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Relu" });
        var unsqueeze = new NodeProto { OpType = "Unsqueeze", Input = { "v1", "axes" }, Output = { "wide" } };
        model.Graph.Input.Add(new ValueInfoProto
        {
            Name = "axes",
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)OnnxElementType.Int64,
                    Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimValue = int.MaxValue } } },
                },
            },
        });
        model.Graph.Node.Add(unsqueeze);
        var squeeze = new NodeProto { OpType = "Unsqueeze", Input = { "wide", "axes" }, Output = { "wider" } };
        squeeze.Set("axes", [.. Enumerable.Range(0, 100_000).Select(i => (long)i)]);
        model.Graph.Node.Add(squeeze);

        var graph = new OnnxGraph(OnnxFile.Parse(model.ToByteArray()));

        Assert.That(graph.Facts["wide"].Shape, Is.Null);
        Assert.That(graph.Facts["wider"].Shape, Is.Null);
    }

    [Test]
    public void Nodes_without_content_are_counted_before_any_is_made()
    {
        byte[] nodes = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], 600_000).SelectMany(b => b)];

        Refused(Message(7, nodes), "expected at most 500,000 nodes, found more");
    }

    [Test]
    public void Attributes_without_content_are_counted_before_any_is_made()
    {
        byte[] attributes = [.. Enumerable.Repeat<byte[]>([0x2A, 0x00], 7_000_000).SelectMany(b => b)];

        Refused(Message(7, Message(1, attributes)), "expected nodes, names, shapes and attributes that fit into 1,073,741,824 bytes of memory");
    }

    [Test]
    public void A_length_of_two_gigabytes_in_a_file_of_twenty_bytes_is_refused()
    {
        Refused([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x0A, 0x00], "a length that reaches past the end");
    }

    [Test]
    public void Messages_nested_without_end_are_refused()
    {
        byte[] type = [];
        for (int i = 0; i < 5_000; i++)
        {
            type = Message(4, Message(1, type));
        }

        Refused(Message(7, Message(11, Message(2, type))), "messages within messages");
    }

    [Test]
    public void Conditions_nested_forty_deep_are_refused_with_the_limit()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Relu" });
        model.Graph.Initializer.Add(TensorData.Create("yes", OnnxElementType.Bool, [1]));
        var graph = new GraphProto { Name = "leaf", Output = { new ValueInfoProto { Name = "v1" } } };
        for (int i = 0; i < 40; i++)
        {
            var node = new NodeProto { OpType = "If", Input = { "yes" }, Output = { $"if{i}" } };
            node.Attribute.Add(new AttributeProto { Name = "then_branch", G = graph });
            graph = new GraphProto { Name = $"level{i}", Node = { node }, Output = { new ValueInfoProto { Name = $"if{i}" } } };
        }

        model.Graph.Node.AddRange(graph.Node);

        Refused(model.ToByteArray(), "messages within messages");
    }

    [Test]
    public void A_function_that_calls_itself_through_another_is_refused()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "F", Domain = "local" });
        model.Functions.Add(Function("F", "G"));
        model.Functions.Add(Function("G", "F"));

        Refused(model.ToByteArray(), "expected functions that do not call themselves");
    }

    [Test]
    public void Functions_that_double_with_every_call_are_refused()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "F0", Domain = "local" });
        for (int i = 0; i < 60; i++)
        {
            model.Functions.Add(Function($"F{i}", $"F{i + 1}", $"F{i + 1}"));
        }

        Refused(model.ToByteArray(), "expected at most 500,000 nodes with all local functions written out, found more");
    }

    [Test]
    public void A_function_defined_twice_is_refused()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "F", Domain = "local" });
        model.Functions.Add(Function("F", "Relu"));
        model.Functions.Add(Function("F", "Tanh"));

        Refused(model.ToByteArray(), "function 'local:F': expected every function once, found it twice");
    }

    [Test]
    public void A_cycle_inside_a_function_is_refused()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "F", Domain = "local" });
        var function = Function("F", "Relu");
        function.Node[0].Input[0] = function.Node[0].Output[0];
        model.Functions.Add(function);

        Refused(model.ToByteArray(), "function 'F': expected nodes without a cycle");
    }

    [Test]
    public void A_node_with_too_few_inputs_is_refused_with_what_its_operator_takes() => Refused(
        Chain(1, _ => new NodeProto { OpType = "MatMul", Name = "dense" }).ToByteArray(),
        "model: node 'dense' (MatMul): expected at least 2 inputs of MatMul (opset 17), found 1.");

    [Test]
    public void A_node_with_too_many_inputs_is_refused_with_what_its_operator_takes() => Refused(
        Chain(1, _ => new NodeProto { OpType = "Relu", Name = "dense" }, extra: "x").ToByteArray(),
        "model: node 'dense' (Relu): expected at most 1 inputs of Relu (opset 17), found 2.");

    [Test]
    public void An_axis_that_no_value_has_is_refused_at_its_node()
    {
        var model = Chain(1, _ => new NodeProto { OpType = "Concat", Name = "join" }, extra: "x");
        model.Graph.Node[0].Set("axis", 9);

        Assert.That(() => Differentiate(model), Throws.TypeOf<OnnxModelException>().With.Message.Contains("node 'join' (Concat)"));
    }

    [Test]
    public void Values_that_share_a_part_of_their_bytes_are_refused()
    {
        RefusedBeside(64, [(0, 8), (4, 8)], "found a part of those of 'w0' (8 bytes from 4 on in 'weights.bin')");
    }

    [Test]
    public void Bytes_that_are_claimed_again_and_again_are_refused()
    {
        RefusedBeside(64, [.. Enumerable.Repeat((0, 8), 20)], "expected at most 16 tensors with the same values in 'weights.bin', found more");
    }

    [Test]
    public void References_of_functions_and_sparse_constants_must_stay_in_the_folder_too()
    {
        var outside = External("outside", "../secret.bin", 0, 8);
        var inFunction = Chain(1, _ => new NodeProto { OpType = "F", Domain = "local" });
        var function = Function("F", "Relu");
        function.Node[0].Attribute.Add(new AttributeProto { Name = "value", T = outside });
        inFunction.Functions.Add(function);
        var sparse = Chain(1, _ => new NodeProto { OpType = "Relu" });
        sparse.Graph.SparseInitializer.Add(new SparseTensorProto { Values = outside });
        var training = Chain(1, _ => new NodeProto { OpType = "Relu" });
        training.TrainingInfo.Add(new TrainingInfoProto { Algorithm = new GraphProto { Initializer = { outside } } });

        foreach (var model in (ModelProto[])[inFunction, sparse, training])
        {
            Assert.That(
                () => OnnxFile.Parse(model.ToByteArray(), "model", Path.GetTempPath()),
                Throws.TypeOf<OnnxModelException>().With.Message.Contains("expected a location inside the model's folder"));
        }
    }

    private static GradientProgram Differentiate(ModelProto model, string? output = null)
    {
        var differentiable = new DifferentiableModel(OnnxFile.Parse(model.ToByteArray()));
        return GradientProgramBuilder.Build(differentiable, differentiable.FindCut(null), new(output, ProgramTargetKind.Value));
    }

    private static void RefusedBeside(int size, (int Offset, int Length)[] ranges, string message)
    {
        string folder = Directory.CreateTempSubdirectory("lit").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[size]);
            var model = Chain(1, _ => new NodeProto { OpType = "Relu" });
            for (int i = 0; i < ranges.Length; i++)
            {
                model.Graph.Initializer.Add(External($"w{i}", "weights.bin", ranges[i].Offset, ranges[i].Length));
            }

            Assert.That(
                () => OnnxFile.Parse(model.ToByteArray(), "model", folder),
                Throws.TypeOf<OnnxModelException>().With.Message.Contains(message));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TensorProto External(string name, string location, int offset, int length) => new()
    {
        Name = name,
        DataType = (int)OnnxElementType.Float,
        Dims = { length / 4 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData =
        {
            new StringStringEntryProto { Key = "location", Value = location },
            new StringStringEntryProto { Key = "offset", Value = $"{offset}" },
            new StringStringEntryProto { Key = "length", Value = $"{length}" },
        },
    };

    private static void Refused(byte[] bytes, string message) =>
        Assert.That(() => OnnxFile.Parse(bytes), Throws.TypeOf<OnnxModelException>().With.Message.Contains(message));

    private static FunctionProto Function(string name, params string[] calls)
    {
        var function = new FunctionProto { Name = name, Domain = "local", Input = { "a0" }, Output = { $"a{calls.Length}" } };
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        for (int i = 0; i < calls.Length; i++)
        {
            bool local = calls[i][0] is 'F' or 'G';
            function.Node.Add(new NodeProto { OpType = calls[i], Domain = local ? "local" : "", Input = { $"a{i}" }, Output = { $"a{i + 1}" } });
        }

        return function;
    }

    private static ModelProto Chain(int length, Func<int, NodeProto> node, int rank = 2, string? extra = null)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "chain" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.Graph.Input.Add(Value("x", rank));
        for (int i = 0; i < length; i++)
        {
            var next = node(i);
            next.Input.Add(i == 0 ? "x" : $"v{i}");
            if (extra is not null)
            {
                next.Input.Add(extra);
            }

            next.Output.Add($"v{i + 1}");
            model.Graph.Node.Add(next);
        }

        model.Graph.Output.Add(Value($"v{length}", rank));
        return model;
    }

    private static ValueInfoProto Value(string name, int rank)
    {
        var shape = new TensorShapeProto();
        for (int i = 0; i < rank; i++)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"d{i}" });
        }

        return new()
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } },
        };
    }

    private static byte[] Message(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(UnsafeByteOperations.UnsafeWrap(content));
        }

        return stream.ToArray();
    }
}
