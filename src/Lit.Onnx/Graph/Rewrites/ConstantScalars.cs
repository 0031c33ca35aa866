using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Recognises constants of one element and arithmetic with them.</summary>
internal static class ConstantScalars
{
    extension(OnnxGraph graph)
    {
        /// <summary>The number, if a value is a constant of one element; else null.</summary>
        public double? Scalar(string value)
        {
            if (graph.Constant(value) is not { } tensor || tensor.ElementCount() != 1)
            {
                return null;
            }

            return tensor.ReadFloats() is [var real] ? real : tensor.ReadIntegers() is [var whole] ? whole : null;
        }

        /// <summary>The variable operand of a product with a constant, and the constant; null if the node is none.</summary>
        public (string Value, double Factor)? ScaledOperand(NodeProto? node)
        {
            if (node is null)
            {
                return null;
            }

            if (node.Is("Div") && graph.Scalar(node.Input[1]) is { } divisor and not 0 && graph.Scalar(node.Input[0]) is null)
            {
                return (node.Input[0], 1 / divisor);
            }

            if (!node.Is("Mul"))
            {
                return null;
            }

            return graph.Scalar(node.Input[1]) is { } right ? (node.Input[0], right)
                : graph.Scalar(node.Input[0]) is { } left ? (node.Input[1], left)
                : null;
        }

        /// <summary>The operand that is not the given one; null if it is neither.</summary>
        public static string? Other(NodeProto node, string operand) => node.Input.Count != 2 ? null
            : node.Input[0] == operand ? node.Input[1]
            : node.Input[1] == operand ? node.Input[0]
            : null;
    }

    /// <summary>Whether two numbers are the same as far as 32 bits tell.</summary>
    public static bool IsNear(double? a, double b) => a is { } value && Math.Abs(value - b) <= 1e-6 * Math.Abs(b);
}
