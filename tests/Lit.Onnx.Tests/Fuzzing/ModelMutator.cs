using Google.Protobuf;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Fuzzing;

/// <summary>Damages models as bad exporters, bad editors and bad people do; equal seeds damage equally.</summary>
internal sealed class ModelMutator(int seed)
{
    private static readonly long[] Extremes =
    [
        0, 1, -1, 2, -2, 3, 7, 31, 32, 33, 64, 65, 127, 1000, 65_536, 1 << 20, int.MaxValue, int.MinValue, 1L << 40, long.MaxValue, long.MinValue,
        long.MaxValue - 1, long.MinValue + 1,
    ];

    private static readonly string[] AttributeNames =
    [
        "axis", "axes", "perm", "to", "value", "keepdims", "kernel_shape", "strides", "pads", "dilations", "group", "split", "num_outputs",
        "epsilon", "alpha", "transA", "mode", "auto_pad", "ceil_mode", "equation", "then_branch", "body", "hidden_size", "direction", "blocksize",
        "start", "end", "batch_dims", "k", "allowzero", "noop_with_empty_axes", "scales", "upper", "reduction", "count_include_pad", "output_shape",
    ];

    private static readonly string[] Texts =
    [
        "", "SAME_UPPER", "VALID", "reflect", "nearest", "cubic", "align_corners", "ij->ji", "...i,...j->...", "ii->i", "i,j,k->ijkijk", "bidirectional",
        "add", "CRD", "\ufffd", "->", ",", "a->b->c",
    ];

    private static readonly string[] Domains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "my.company"];

    private static readonly string[] MoreOperators =
    [
        "If", "Loop", "Scan", "LSTM", "GRU", "RNN", "Constant", "ConstantOfShape", "Range", "NonZero", "OneHot", "Shape", "Size", "Where", "Einsum",
        "Attention", "QuantizeLinear", "DequantizeLinear", "SequenceAt", "Optional", "ArgMax", "Unique", "MaxUnpool", "RotaryEmbedding", "Compress",
        "RandomNormalLike", "EyeLike", "Identity", "Dropout", "Upsample", "Scatter", "Hardmax", "GroupNormalization", "DynamicQuantizeLinear",
        "MatMulInteger", "ZipMap", "LinearClassifier", "TreeEnsembleClassifier", "SkipLayerNormalization", "Attention", "FusedMatMul", "NoSuchThing",
    ];

    private readonly TestRandom _random = new(seed);

    /// <summary>A damaged copy of a model as bytes; between one and four things are wrong with it.</summary>
    public byte[] Mutate(byte[] model)
    {
        if (Chance(0.2))
        {
            return Bytes(model);
        }

        var copy = ModelProto.Parser.ParseFrom(model);
        for (int i = 1 + Below(1 + Below(4)); i > 0; i--)
        {
            Damage(copy);
        }

        byte[] damaged = copy.ToByteArray();
        return Chance(0.05) ? Bytes(damaged) : damaged;
    }

    private byte[] Bytes(byte[] model)
    {
        var bytes = model.ToList();
        for (int i = 1 + Below(6); i > 0 && bytes.Count > 0; i--)
        {
            int at = Below(bytes.Count);
            switch (Below(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1:
                    bytes[at] = (byte)Below(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(1 + Below(8), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + Below(64), bytes.Count - at)));
                    break;
                case 4:
                    bytes.InsertRange(at, Varint((ulong)Pick(Extremes)));
                    break;
                default:
                    if (Chance(0.3))
                    {
                        bytes.RemoveRange(at, bytes.Count - at);
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private void Damage(ModelProto model)
    {
        var graph = PickGraph(model);
        if (graph is null)
        {
            return;
        }

        var node = graph.Node.Count == 0 ? null : Pick(graph.Node);
        switch (Below(26))
        {
            case 0 when node is { Input.Count: > 1 }:
                int first = Below(node.Input.Count);
                int second = Below(node.Input.Count);
                (node.Input[first], node.Input[second]) = (node.Input[second], node.Input[first]);
                break;
            case 1 or 2 when node is { Input.Count: > 0 }:
                node.Input[Below(node.Input.Count)] = AnyValue(graph);
                break;
            case 3 when node is { Input.Count: > 0 }:
                node.Input[Below(node.Input.Count)] = string.Empty;
                break;
            case 4 when node is { Input.Count: > 0 }:
                node.Input.RemoveAt(Below(node.Input.Count));
                break;
            case 5 when node is not null:
                node.Input.Add(AnyValue(graph));
                break;
            case 6 when node is not null:
                graph.Node.Remove(node);
                break;
            case 7 when node is not null:
                var twin = node.Clone();
                for (int i = 0; i < twin.Output.Count && Chance(0.9); i++)
                {
                    twin.Output[i] += "_twin";
                }

                graph.Node.Insert(Below(graph.Node.Count + 1), twin);
                break;
            case 8 or 9 when node is not null:
                node.OpType = Chance(0.5) ? Pick(MoreOperators) : Pick(GradientRules.Default.Operators).Split(':')[^1];
                break;
            case 10 or 11 or 12 when node is not null:
                Damage(node);
                break;
            case 13 when node is { Output.Count: > 0 }:
                node.Output[Below(node.Output.Count)] = Chance(0.5) ? AnyValue(graph) : string.Empty;
                break;
            case 14 when node is not null:
                if (Chance(0.5) && node.Output.Count > 0)
                {
                    node.Output.RemoveAt(node.Output.Count - 1);
                }
                else
                {
                    node.Output.Add($"more_{Below(1000)}");
                }

                break;
            case 15 or 16 when graph.Input.Count + graph.Output.Count + graph.ValueInfo.Count > 0:
                Damage(Pick([.. graph.Input, .. graph.Output, .. graph.ValueInfo]));
                break;
            case 17 or 18 or 19 when graph.Initializer.Count > 0:
                Damage(Pick(graph.Initializer));
                break;
            case 20 when model.OpsetImport.Count > 0:
                var import = Pick(model.OpsetImport);
                import.Version = Chance(0.7) ? 1 + Below(26) : Pick(Extremes);
                import.Domain = Chance(0.1) ? Pick(Domains) : import.Domain;
                break;
            case 21 when graph.Initializer.Count > 0:
                graph.Initializer.RemoveAt(Below(graph.Initializer.Count));
                break;
            case 22 when graph.Output.Count > 0:
                graph.Output[Below(graph.Output.Count)].Name = AnyValue(graph);
                break;
            case 23 when node is not null:
                Wrap(graph, node);
                break;
            case 24 when node is not null:
                node.Domain = Pick(Domains);
                break;
            default:
                graph.Input.Add(new ValueInfoProto { Name = Chance(0.5) ? AnyValue(graph) : $"fresh_{Below(1000)}" });
                break;
        }
    }

    private void Damage(NodeProto node)
    {
        if (node.Attribute.Count == 0 || Chance(0.3))
        {
            node.Attribute.Add(AnyAttribute(Pick(AttributeNames)));
            return;
        }

        int at = Below(node.Attribute.Count);
        var attribute = node.Attribute[at];
        switch (Below(6))
        {
            case 0:
                node.Attribute.RemoveAt(at);
                break;
            case 1:
                attribute.Name = Pick(AttributeNames);
                break;
            case 2:
                node.Attribute[at] = AnyAttribute(attribute.Name);
                break;
            case 3 when attribute.Ints.Count > 0:
                attribute.Ints[Below(attribute.Ints.Count)] = Number();
                break;
            case 4 when attribute.Ints.Count > 0:
                attribute.Ints.RemoveAt(Below(attribute.Ints.Count));
                break;
            case 5 when attribute.T is not null:
                Damage(attribute.T);
                break;
            default:
                attribute.I = Number();
                break;
        }
    }

    private AttributeProto AnyAttribute(string name) => Below(6) switch
    {
        0 => new AttributeProto { Name = name, F = (float)Pick([0.0, -1, 1e-30, 1e30, double.NaN, double.PositiveInfinity]), Type = AttributeProto.Types.AttributeType.Float },
        1 => new AttributeProto { Name = name, Ints = { Enumerable.Range(0, Below(6)).Select(_ => Number()) }, Type = AttributeProto.Types.AttributeType.Ints },
        2 => new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(Pick(Texts)), Type = AttributeProto.Types.AttributeType.String },
        3 => new AttributeProto { Name = name, T = TensorData.Create("t", [Number(), Number()], 2), Type = AttributeProto.Types.AttributeType.Tensor },
        4 => new AttributeProto { Name = name, Ints = { Enumerable.Range(0, 2_000).Select(i => (long)i) }, Type = AttributeProto.Types.AttributeType.Ints },
        _ => new AttributeProto { Name = name, I = Number(), Type = AttributeProto.Types.AttributeType.Int },
    };

    private void Damage(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
        {
            value.Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } };
            return;
        }

        switch (Below(5))
        {
            case 0:
                tensor.ElemType = Below(24);
                break;
            case 1:
                tensor.Shape = null;
                break;
            case 2 when tensor.Shape is { Dim.Count: > 0 } shape:
                shape.Dim[Below(shape.Dim.Count)] = AnyDimension();
                break;
            case 3 when tensor.Shape is { Dim.Count: > 0 } shape:
                shape.Dim.RemoveAt(Below(shape.Dim.Count));
                break;
            default:
                tensor.Shape ??= new TensorShapeProto();
                tensor.Shape.Dim.Add(AnyDimension());
                break;
        }
    }

    private TensorShapeProto.Types.Dimension AnyDimension() => Below(3) switch
    {
        0 => new TensorShapeProto.Types.Dimension(),
        1 => new TensorShapeProto.Types.Dimension { DimParam = Pick(["batch", "N", "a·b", "1", "-1", "x + y"]) },
        _ => new TensorShapeProto.Types.Dimension { DimValue = Number() },
    };

    private void Damage(TensorProto tensor)
    {
        switch (Below(7))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[Below(tensor.Dims.Count)] = Number();
                break;
            case 1:
                tensor.DataType = Below(26);
                break;
            case 2 when tensor.Dims.Count > 0:
                tensor.Dims.RemoveAt(Below(tensor.Dims.Count));
                break;
            case 3:
                tensor.Dims.Add(1);
                break;
            case 4 when tensor.HasRawData && tensor.RawData.Length > 0:
                tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[..Below(tensor.RawData.Length)]);
                break;
            case 5 when tensor.DataType == (int)OnnxElementType.Int64 && tensor.HasRawData && tensor.RawData.Length is >= 8 and <= 64:
                byte[] raw = tensor.RawData.ToByteArray();
                BitConverter.TryWriteBytes(raw.AsSpan(8 * Below(raw.Length / 8)), Number());
                tensor.RawData = ByteString.CopyFrom(raw);
                break;
            default:
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = Pick(["../x", "/etc/passwd", "model.onnx", ".", "x\0y"]) });
                break;
        }
    }

    /// <summary>Puts a node into both branches of a condition, or into a body that is run again and again.</summary>
    private void Wrap(GraphProto graph, NodeProto node)
    {
        var body = new GraphProto { Name = "wrapped" };
        var inner = node.Clone();
        for (int i = 0; i < inner.Output.Count; i++)
        {
            inner.Output[i] += "_inner";
        }

        body.Node.Add(inner);
        body.Output.AddRange(inner.Output.Select(o => new ValueInfoProto { Name = o }));
        var outer = new NodeProto { OpType = Pick(["If", "Loop", "Scan"]), Name = "wrapper" };
        outer.Input.Add(AnyValue(graph));
        outer.Output.AddRange(node.Output);
        foreach (string branch in outer.OpType == "If" ? (string[])["then_branch", "else_branch"] : ["body"])
        {
            outer.Attribute.Add(new AttributeProto { Name = branch, G = body.Clone(), Type = AttributeProto.Types.AttributeType.Graph });
        }

        graph.Node[graph.Node.IndexOf(node)] = outer;
    }

    private GraphProto? PickGraph(ModelProto model)
    {
        var graph = model.Graph;
        while (graph is not null && Chance(0.5) && graph.Node.SelectMany(n => n.Subgraphs()).ToArray() is { Length: > 0 } inner)
        {
            graph = Pick(inner);
        }

        return graph;
    }

    private string AnyValue(GraphProto graph)
    {
        string[] names =
        [
            .. graph.Input.Select(i => i.Name), .. graph.Initializer.Take(64).Select(i => i.Name), .. graph.Node.SelectMany(n => n.Output),
        ];
        return names.Length == 0 || Chance(0.02) ? "ghost" : Pick(names);
    }

    private long Number() => Chance(0.6) ? Below(9) - 4 : Pick(Extremes);

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private int Below(int count) => Math.Min(count - 1, (int)_random.Next(0, count));

    private bool Chance(double probability) => _random.Next(0, 1) < probability;
}
