using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Models;

/// <summary>What the nodes of a graph tell about its inputs and outputs.</summary>
internal static class GraphFacts
{
    /// <summary>What the last operator before an output has done already: whether it holds probabilities.</summary>
    public static OutputActivation AppliedTo(OnnxFile file, string output)
    {
        string value = output;
        while (file.Model.Graph.Node.FirstOrDefault(node => node.Output.Contains(value)) is { } node)
        {
            switch (node.OpType)
            {
                case "Softmax":
                    return OutputActivation.Softmax;
                case "Sigmoid":
                    return OutputActivation.Sigmoid;
                case "Identity" or "Cast" or "Reshape" or "Squeeze" or "Unsqueeze" when node.Input.Count > 0:
                    value = node.Input[0];
                    break;
                default:
                    return OutputActivation.None;
            }
        }

        return OutputActivation.None;
    }

    /// <summary>How many positions the table of position embeddings has; null if none is found.</summary>
    public static int? Positions(OnnxFile file)
    {
        foreach (TensorProto table in file.Model.Graph.Initializer)
        {
            if (table.Dims is [> 1 and <= int.MaxValue, > 1] && IsPositionTable(table.Name))
            {
                return (int)table.Dims[0];
            }
        }

        return null;
    }

    private static bool IsPositionTable(string name) =>
        name.Contains("position_embed", StringComparison.OrdinalIgnoreCase)
        || name.Contains("pos_embed", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("pos.weight", StringComparison.OrdinalIgnoreCase);
}
