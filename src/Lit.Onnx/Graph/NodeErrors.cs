using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Says of errors that a node with contradicting inputs and attributes leads to which node it was.</summary>
internal static class NodeErrors
{
    /// <summary>Whether an error can come of an axis out of range, an attribute that is too short, a division by a size of 0.</summary>
    public static bool IsContradiction(Exception error) =>
        error is ArgumentException or IndexOutOfRangeException or InvalidOperationException or ArithmeticException or KeyNotFoundException;

    /// <summary>The error that names the node.</summary>
    public static OnnxModelException At(OnnxGraph graph, NodeProto node, Exception error) => new(
        graph.File.Name,
        node.Describe(),
        $"expected inputs and attributes that fit the operator, found that they contradict each other ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}). "
        + "Export the model again, or choose a value behind this node to differentiate by.",
        error);
}
