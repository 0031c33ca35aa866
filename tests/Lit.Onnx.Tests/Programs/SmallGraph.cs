using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Writes small models for tests.</summary>
internal sealed class SmallGraph
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "small" } };

    public SmallGraph(int opset = 17) => _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });

    public SmallGraph Input(string name, params string[] shape) => Input(name, OnnxElementType.Float, shape);

    public SmallGraph Input(string name, OnnxElementType type, params string[] shape)
    {
        _model.Graph.Input.Add(Value(name, type, shape));
        return this;
    }

    public SmallGraph Output(string name, OnnxElementType type = OnnxElementType.Float)
    {
        _model.Graph.Output.Add(Value(name, type, null));
        return this;
    }

    public SmallGraph Constant(string name, double[] values, params long[] shape)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, OnnxElementType.Float, values, shape));
        return this;
    }

    public SmallGraph Integers(string name, params long[] values)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, values, values.Length));
        return this;
    }

    public SmallGraph Node(string op, string[] inputs, string output, Action<NodeProto>? attributes = null)
    {
        var node = new NodeProto { OpType = op, Output = { output } };
        node.Input.AddRange(inputs);
        attributes?.Invoke(node);
        _model.Graph.Node.Add(node);
        return this;
    }

    public OnnxFile File() => OnnxFile.Parse(_model.ToByteArray(), "small.onnx");

    public DifferentiableModel Model() => new(File());

    private static ValueInfoProto Value(string name, OnnxElementType type, string[]? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(shape.Select(d => long.TryParse(d, out long size)
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = d }));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
