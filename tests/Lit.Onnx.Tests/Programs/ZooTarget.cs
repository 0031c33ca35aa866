using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Adds a target that is about positions of an output to a model, as an output of one number for each row.</summary>
internal static class ZooTarget
{
    private const string Weights = "zoo_weights";
    private const string Result = "zoo_target";

    /// <summary>Σ weight · score over all but the rows; the scores are the output, or the logarithm of its softmax, or its softmax.</summary>
    public static (OnnxFile File, ProgramTarget Target, Dictionary<string, Numbers> Feeds) Append(OnnxFile file, ZooCase one, Numbers weights)
    {
        var model = ModelProto.Parser.ParseFrom(file.ToBytes());
        var graph = model.Graph;
        string rows = graph.Input.First(i => i.Name == one.Inputs.First().Key).Type.TensorType.Shape.Dim[0].DimParam;
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = rows } } };
        shape.Dim.AddRange(weights.Shape.Skip(1).Select((_, i) => new TensorShapeProto.Types.Dimension { DimParam = $"zoo_{i}" }));
        graph.Input.Add(Value(Weights, shape));
        graph.Initializer.Add(TensorData.Create("zoo_axes", [.. Enumerable.Range(1, weights.Shape.Length - 1).Select(i => (long)i)], weights.Shape.Length - 1));
        graph.Initializer.Add(TensorData.Create("zoo_one", [1L], 1));
        string? op = one.Kind switch
        {
            "logprob" or "sequence_logprob" => "LogSoftmax",
            "prob" => "Softmax",
            _ => null,
        };
        if (op is not null)
        {
            var node = new NodeProto { OpType = op, Input = { one.Output }, Output = { "zoo_scores" } };
            node.Set("axis", -1L);
            graph.Node.Add(node);
        }

        graph.Node.Add(new NodeProto { OpType = "Mul", Input = { op is null ? one.Output : "zoo_scores", Weights }, Output = { "zoo_weighted" } });
        var sum = new NodeProto { OpType = "ReduceSum", Input = { "zoo_weighted", "zoo_axes" }, Output = { "zoo_sum" } };
        sum.Set("keepdims", 0L);
        graph.Node.Add(sum);
        graph.Node.Add(new NodeProto { OpType = "Unsqueeze", Input = { "zoo_sum", "zoo_one" }, Output = { Result } });
        graph.Output.Add(Value(Result, null));
        long batch = weights.Shape[0];
        return (
            OnnxFile.Parse(model.ToByteArray(), file.Name, file.Folder),
            new(Result, ProgramTargetKind.Value),
            new(one.Inputs) { [Weights] = weights, [ProgramNames.Class] = Numbers.Filled(0, batch) });
    }

    private static ValueInfoProto Value(string name, TensorShapeProto? shape) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float, Shape = shape } },
    };
}
