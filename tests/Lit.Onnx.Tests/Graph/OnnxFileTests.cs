using Google.Protobuf;
using Lit.Onnx.Protos;
using NUnit.Framework;

namespace Lit.Onnx.Graph;

/// <summary>What <see cref="OnnxFile"/> reads, and what it refuses.</summary>
public sealed class OnnxFileTests
{
    [Test]
    public async Task Inputs_and_outputs_are_listed_with_type_and_symbolic_shape()
    {
        var file = await OnnxFile.LoadAsync(TestFiles.Model("zoo", "bert", "model.onnx"));

        Assert.That(file.Inputs.Select(i => i.ToString()), Is.EqualTo(new[]
        {
            "input_ids: Int64[batch, sequence]",
            "attention_mask: Int64[batch, sequence]",
            "token_type_ids: Int64[batch, sequence]",
        }));
        Assert.That(file.Outputs[0].Name, Is.EqualTo("logits"));
        Assert.That(file.Outputs[0].ElementType, Is.EqualTo(OnnxElementType.Float));
        Assert.That(file.Opset, Is.EqualTo(17));
    }

    [Test]
    public void Every_byte_survives_reading_and_writing_also_fields_that_are_not_known()
    {
        var model = Chain(3);
        byte[] unknown = [.. model.ToByteArray(), 0xF2, 0x3F, 3, 1, 2, 3]; // field 1022, three bytes

        byte[] written = OnnxFile.Parse(unknown).ToBytes();

        Assert.That(written, Is.EqualTo(unknown));
    }

    [TestCaseSource(nameof(ZooFiles))]
    public void Models_of_both_exporters_keep_their_content(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);

        var again = OnnxFile.Parse(OnnxFile.Load(path).ToBytes(), path, Path.GetDirectoryName(path));

        Assert.That(again.Model, Is.EqualTo(ModelProto.Parser.ParseFrom(bytes)));
    }

    [Test]
    public void The_content_hash_tells_models_apart()
    {
        byte[] one = Chain(3).ToByteArray();
        byte[] other = Chain(4).ToByteArray();

        Assert.That(OnnxFile.Parse(one).ContentHash, Is.EqualTo(OnnxFile.Parse([.. one]).ContentHash));
        Assert.That(OnnxFile.Parse(one).ContentHash, Is.Not.EqualTo(OnnxFile.Parse(other).ContentHash));
    }

    [Test]
    public void A_file_that_is_cut_off_is_refused_at_every_length()
    {
        byte[] bytes = File.ReadAllBytes(TestFiles.Model("zoo", "tabular-mlp", "model.onnx"));
        for (int length = 0; length < bytes.Length; length += 7)
        {
            Assert.That(() => OnnxFile.Parse(bytes[..length]), Throws.TypeOf<OnnxModelException>(), $"{length} bytes");
        }
    }

    [Test]
    public void A_flipped_byte_is_read_or_refused_and_nothing_else()
    {
        byte[] bytes = File.ReadAllBytes(TestFiles.Model("zoo", "sklearn-mlp", "model.onnx"));
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] broken = [.. bytes];
            broken[at] ^= (byte)(1 << (at % 8));
            try
            {
                OnnxFile.Parse(broken);
            }
            catch (OnnxModelException)
            {
            }
        }
    }

    [Test]
    public void A_missing_file_is_named()
    {
        Assert.That(() => OnnxFile.Load("nowhere/model.onnx"), Throws.TypeOf<OnnxModelException>().With.Message.Contains("nowhere/model.onnx"));
    }

    [Test]
    public void Nodes_in_any_order_are_put_in_the_order_of_their_data()
    {
        var model = Chain(4);
        var nodes = model.Graph.Node.Reverse().ToArray();
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);

        var file = OnnxFile.Parse(model.ToByteArray());

        Assert.That(file.Model.Graph.Node.Select(n => n.Output[0]), Is.EqualTo(new[] { "v1", "v2", "v3", "v4" }));
    }

    [Test]
    public void A_chain_of_a_hundred_thousand_nodes_is_read()
    {
        var model = Chain(100_000);
        var nodes = model.Graph.Node.Reverse().ToArray();
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);

        Assert.That(OnnxFile.Parse(model.ToByteArray()).Model.Graph.Node[^1].Output[0], Is.EqualTo("v100000"));
    }

    [Test]
    public void A_cycle_is_refused_and_a_node_on_it_named() => Refused(
        model => model.Graph.Node[0].Input[0] = "v3",
        "expected nodes without a cycle, found one through or before the Relu node that makes 'v1'.");

    [Test]
    public void A_value_made_twice_is_refused() => Refused(
        model => model.Graph.Node[1].Output[0] = "v1",
        "the Relu node that makes 'v1': expected every value once, found that 'v1' is made twice.");

    [Test]
    public void A_value_that_nothing_makes_is_refused() => Refused(
        model => model.Graph.Node[1].Input[0] = "ghost",
        "expected a value 'ghost' that something makes, found none.");

    [Test]
    public void An_output_that_nothing_makes_is_refused() => Refused(
        model => model.Graph.Output[0].Name = "ghost",
        "expected a node that makes the output 'ghost', found none.");

    [TestCase(-1, "expected dimensions of at least 0")]
    [TestCase(long.MaxValue, "expected a shape that fits into memory")]
    [TestCase(1_000_000_000_000, "expected 4000000000000 bytes for its shape, found 8")]
    public void A_shape_that_the_bytes_do_not_fill_is_refused(long dim, string message) => Refused(
        model => model.Graph.Initializer[0].Dims[0] = dim,
        message);

    [Test]
    public void Graphs_nested_too_deeply_are_refused() => Refused(
        model =>
        {
            var inner = new GraphProto { Name = "leaf", Output = { new ValueInfoProto { Name = "x" } } };
            for (int i = 0; i < 20; i++)
            {
                var node = new NodeProto { OpType = "If", Input = { "x" }, Output = { $"if{i}" } };
                node.Attribute.Add(new AttributeProto { Name = "then_branch", G = inner });
                inner = new GraphProto { Name = $"level{i}", Node = { node }, Output = { new ValueInfoProto { Name = $"if{i}" } } };
            }

            model.Graph.Node.AddRange(inner.Node);
        },
        "graphs within graphs");

    [TestCase("/etc/hostname", "expected a location inside the model's folder")]
    [TestCase("../secret.bin", "expected a location inside the model's folder")]
    [TestCase("a/../../secret.bin", "expected a location inside the model's folder")]
    [TestCase("C:\\secret.bin", "expected a location inside the model's folder")]
    [TestCase("link.bin", "the link 'link.bin' leaves it")]
    [TestCase("linked/secret.bin", "the link 'linked/secret.bin' leaves it")]
    [TestCase("absent.bin", "expected the file 'absent.bin' beside the model, found none")]
    [TestCase("short.bin", "expected 8 bytes from 0 on in 'short.bin', found a file of 3 bytes")]
    public void External_data_must_lie_in_the_folder_of_the_model(string location, string message)
    {
        string root = Directory.CreateTempSubdirectory("lit").FullName;
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(root, "model")).FullName;
            File.WriteAllBytes(Path.Combine(root, "secret.bin"), new byte[8]);
            File.WriteAllBytes(Path.Combine(folder, "short.bin"), new byte[3]);
            File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), Path.Combine(root, "secret.bin"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), root);
            var model = Chain(2);
            External(model, location);

            Assert.That(
                () => OnnxFile.Parse(model.ToByteArray(), "model", folder),
                Throws.TypeOf<OnnxModelException>().With.Message.Contains(message).And.Message.Contains("tensor 'w'"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public void External_data_in_the_folder_is_accepted_also_through_a_link_that_stays_inside()
    {
        string folder = Directory.CreateTempSubdirectory("lit").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[8]);
            File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), Path.Combine(folder, "weights.bin"));
            var model = Chain(2);
            External(model, "link.bin");

            Assert.That(() => OnnxFile.Parse(model.ToByteArray(), "model", folder), Throws.Nothing);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_file_past_the_limit_is_refused_before_it_is_read()
    {
        string path = TestFiles.Model("zoo", "bert", "model.onnx");

        Assert.That(
            () => OnnxFile.Load(path, new OnnxLimits { FileBytes = 1000 }),
            Throws.TypeOf<OnnxModelException>().With.Message.Contains("expected at most 1,000 bytes"));
    }

    private static IEnumerable<string> ZooFiles() =>
        Directory.EnumerateFiles(TestFiles.Model("zoo"), "*.onnx", SearchOption.AllDirectories).Order();

    private static void External(ModelProto model, string location)
    {
        var tensor = model.Graph.Initializer[0];
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
    }

    private static void Refused(Action<ModelProto> damage, string message)
    {
        var model = Chain(3);
        damage(model);

        Assert.That(() => OnnxFile.Parse(model.ToByteArray()), Throws.TypeOf<OnnxModelException>().With.Message.Contains(message));
    }

    private static ModelProto Chain(int length)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "chain" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.Graph.Input.Add(Value("x"));
        model.Graph.Initializer.Add(TensorData.Create("w", OnnxElementType.Float, [1, 2], 2));
        for (int i = 0; i < length; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = "Relu", Input = { i == 0 ? "x" : $"v{i}" }, Output = { $"v{i + 1}" } });
        }

        model.Graph.Output.Add(Value($"v{length}"));
        return model;
    }

    private static ValueInfoProto Value(string name) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } },
    };
}
