using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Lets an output that maps labels to probabilities be the probabilities, in the order of the labels.</summary>
internal static class MapRemoval
{
    /// <returns>Whether there was anything to do.</returns>
    public static bool Apply(OnnxGraph graph)
    {
        bool found = false;
        foreach (var node in graph.Proto.Node)
        {
            if (node.OpType != "ZipMap" || node.Domain != Operators.MachineLearning
                || graph.Proto.Output.FirstOrDefault(o => o.Name == node.Output[0]) is not { } output)
            {
                continue;
            }

            node.OpType = "Identity";
            node.Domain = string.Empty;
            node.Attribute.Clear();
            output.Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float } };
            found = true;
        }

        if (found)
        {
            graph.Refresh();
        }

        return found;
    }
}
