using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Writes small models with integers in them.</summary>
internal sealed class QuantizedGraph
{
    private readonly ModelProto _model = new() { IrVersion = 9, Graph = new GraphProto { Name = "quantized" } };

    public QuantizedGraph(int opset = 19)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = Operators.Microsoft, Version = 1 });
    }

    public QuantizedGraph Input(string name, params long[] shape) => Input(name, OnnxElementType.Float, shape);

    public QuantizedGraph Whole(string name, params long[] shape) => Input(name, OnnxElementType.Int32, shape);

    private QuantizedGraph Input(string name, OnnxElementType type, long[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        _model.Graph.Input.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dims } },
        });
        return this;
    }

    public QuantizedGraph Number(string name, double value) => Constant(name, OnnxElementType.Float, [value]);

    public QuantizedGraph Numbers(string name, double[] values, params long[] shape) => Constant(name, OnnxElementType.Float, values, shape);

    public QuantizedGraph Byte(string name, long value) => Constant(name, OnnxElementType.UInt8, [value]);

    public QuantizedGraph Bytes(string name, double[] values, params long[] shape) => Constant(name, OnnxElementType.UInt8, values, shape);

    public QuantizedGraph SignedByte(string name, long value) => Constant(name, OnnxElementType.Int8, [value]);

    public QuantizedGraph SignedBytes(string name, double[] values, params long[] shape) => Constant(name, OnnxElementType.Int8, values, shape);

    public QuantizedGraph Wholes(string name, double[] values, params long[] shape) => Constant(name, OnnxElementType.Int32, values, shape);

    public QuantizedGraph Integers(string name, params long[] values)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, values, values.Length));
        return this;
    }

    public QuantizedGraph Node(string op, string[] inputs, string output, Action<NodeProto>? attributes = null, string domain = "") =>
        Node(op, inputs, [output], attributes, domain);

    public QuantizedGraph Node(string op, string[] inputs, string[] outputs, Action<NodeProto>? attributes = null, string domain = "")
    {
        var node = new NodeProto { OpType = op, Domain = domain };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        attributes?.Invoke(node);
        _model.Graph.Node.Add(node);
        return this;
    }

    public QuantizedGraph If(bool condition, Func<QuantizedGraph, QuantizedGraph> then) => condition ? then(this) : this;

    public ModelProto Build(string output)
    {
        _model.Graph.Output.Add(new ValueInfoProto
        {
            Name = output,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float } },
        });
        return _model;
    }

    public QuantizedGraph Constant(string name, OnnxElementType type, double[] values, params long[] shape)
    {
        _model.Graph.Initializer.Add(TensorData.Create(name, type, values, shape));
        return this;
    }
}
