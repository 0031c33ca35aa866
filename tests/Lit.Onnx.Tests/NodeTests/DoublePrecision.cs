using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.NodeTests;

/// <summary>Turns a model of 32-bit numbers into the same model of 64-bit numbers, in which differences are exact enough to compare with.</summary>
internal static class DoublePrecision
{
    public static ModelProto Of(ModelProto model)
    {
        var copy = model.Clone();
        Widen(copy.Graph);
        return copy;
    }

    private static void Widen(GraphProto graph)
    {
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            if (value.Type?.TensorType is { ElemType: (int)OnnxElementType.Float } tensor)
            {
                tensor.ElemType = (int)OnnxElementType.Double;
            }
        }

        for (int i = 0; i < graph.Initializer.Count; i++)
        {
            graph.Initializer[i] = Widen(graph.Initializer[i]);
        }

        foreach (var node in graph.Node)
        {
            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor)
                {
                    attribute.T = Widen(tensor);
                }

                if (attribute.Name is "to" or "dtype" && attribute.I == (long)OnnxElementType.Float)
                {
                    attribute.I = (long)OnnxElementType.Double;
                }

                if (attribute.Name is "value_float")
                {
                    attribute.Name = "value";
                    attribute.Type = AttributeProto.Types.AttributeType.Tensor;
                    attribute.T = TensorData.Create(string.Empty, OnnxElementType.Double, [attribute.F]);
                }
            }

            foreach (var subgraph in node.Subgraphs())
            {
                Widen(subgraph);
            }

            // What has no value takes 32-bit zeros.
            if (node.Is("ConstantOfShape") && node.Find("value") is null)
            {
                node.Set("value", TensorData.Create(string.Empty, OnnxElementType.Double, [0], 1));
            }
        }
    }

    private static TensorProto Widen(TensorProto tensor) => tensor.DataType == (int)OnnxElementType.Float && tensor.ReadFloats() is { } values
        ? TensorData.Create(tensor.Name, OnnxElementType.Double, values, [.. tensor.Dims])
        : tensor;
}
