using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Operators that work element by element, with broadcasting.</content>
internal sealed partial class ShapeInference
{
    /// <summary>The shape that two shapes broadcast to.</summary>
    public static SymbolicInteger[]? Broadcast(SymbolicInteger[]? a, SymbolicInteger[]? b)
    {
        if (a is null || b is null)
        {
            return null;
        }

        if (ReferenceEquals(a, b) || b.Length == 0)
        {
            return a;
        }

        if (a.Length == 0)
        {
            return b;
        }

        int rank = Math.Max(a.Length, b.Length);
        var result = new SymbolicInteger[rank];
        for (int i = 0; i < rank; i++)
        {
            SymbolicInteger x = i < rank - a.Length ? 1 : a[i - (rank - a.Length)];
            SymbolicInteger y = i < rank - b.Length ? 1 : b[i - (rank - b.Length)];
            result[i] = x.Equals(y) || y.IsOne ? x
                : x.IsOne || y.Constant is not null ? y
                : x.Constant is not null ? x
                : SymbolicInteger.Named($"broadcast({x}, {y})");
        }

        return result;
    }

    private static ValueFacts[]? DeriveElementwise(NodeView node)
    {
        switch (node.Op)
        {
            case "Equal" or "Greater" or "Less" or "GreaterOrEqual" or "LessOrEqual" or "And" or "Or" or "Xor":
                return [new(OnnxElementType.Bool, Broadcast(node.In(0).Shape, node.In(1).Shape), CompareContent(node))];
            case "Not" or "IsNaN" or "IsInf":
                return [new(OnnxElementType.Bool, node.In(0).Shape)];
            case "Cast":
                var to = (OnnxElementType)node.Proto.Int("to");
                return [new(to, node.In(0).Shape, to.IsIndex ? node.In(0).Content : null)];
            case "CastLike":
                return [new(node.In(1).Type, node.In(0).Shape)];
            case "Identity":
                return [node.In(0)];
            case "Dropout":
                return [node.In(0) with { Content = null }, new(OnnxElementType.Bool, node.In(0).Shape)];
            case "Where":
                return [new(
                    node.In(1).Type,
                    Broadcast(node.In(0).Shape, Broadcast(node.In(1).Shape, node.In(2).Shape)),
                    WhereContent(node))];
            case "Add" or "Sub" or "Mul" or "Div" or "Mod" or "Pow" or "PRelu" or "BitShift":
                return [new(node.In(0).Type, Broadcast(node.In(0).Shape, node.In(1).Shape), ArithmeticContent(node))];
            case "Min" or "Max" or "Sum" or "Mean":
                var shape = node.In(0).Shape;
                for (int i = 1; i < node.Inputs; i++)
                {
                    shape = Broadcast(shape, node.In(i).Shape);
                }

                return [new(node.In(0).Type, shape, ArithmeticContent(node))];
            case "LayerNormalization":
                return [node.In(0) with { Content = null }, .. Statistics(node)];
            case "Relu" or "LeakyRelu" or "Elu" or "Selu" or "Celu" or "ThresholdedRelu" or "Softplus" or "Softsign" or "Gelu"
                or "Mish" or "Swish" or "HardSigmoid" or "HardSwish" or "Sigmoid" or "Tanh" or "Erf" or "Exp" or "Log" or "Sqrt"
                or "Reciprocal" or "Neg" or "Abs" or "Sign" or "Floor" or "Ceil" or "Round" or "Clip" or "Sin" or "Cos" or "Tan"
                or "Asin" or "Acos" or "Atan" or "Sinh" or "Cosh" or "Asinh" or "Acosh" or "Atanh" or "Softmax" or "LogSoftmax"
                or "Hardmax" or "BatchNormalization" or "InstanceNormalization" or "GroupNormalization" or "RMSNormalization"
                or "MeanVarianceNormalization" or "LpNormalization" or "LRN" or "CumSum" or "Trilu" or "Shrink" or "BitwiseNot"
                or "ScatterND" or "ScatterElements" or "Scatter" or "RotaryEmbedding" or "EyeLike":
                return [node.In(0) with { Content = node.Op == "Neg" ? node.In(0).Content?.Select(c => c * -1).ToArray() : null }];
            default:
                return null;
        }
    }

    private static ValueFacts[] Statistics(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return [new(OnnxElementType.Float, null), new(OnnxElementType.Float, null)];
        }

        int axis = NodeView.Axis(node.Proto.Int("axis", -1), shape.Length);
        SymbolicInteger[] reduced = [.. shape.Select((d, i) => i < axis ? d : 1)];
        return [new(OnnxElementType.Float, reduced), new(OnnxElementType.Float, reduced)];
    }

    private static SymbolicInteger[]? ArithmeticContent(NodeView node)
    {
        if (!node.In(0).Type.IsIndex || node.In(0).Content is not { } content)
        {
            return null;
        }

        for (int i = 1; i < node.Inputs; i++)
        {
            if (node.In(i).Content is not { } other
                || (content.Length != other.Length && content.Length != 1 && other.Length != 1))
            {
                return null;
            }

            int length = content.Length == 1 ? other.Length : content.Length;
            var result = new SymbolicInteger[length];
            for (int k = 0; k < length; k++)
            {
                var a = content[content.Length == 1 ? 0 : k];
                var b = other[other.Length == 1 ? 0 : k];
                if (Apply(node.Op, a, b) is not { } value)
                {
                    return null;
                }

                result[k] = value;
            }

            content = result;
        }

        return content;
    }

    private static SymbolicInteger? Apply(string op, SymbolicInteger a, SymbolicInteger b) => op switch
    {
        "Add" or "Sum" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        // ONNX truncates, which differs from rounding down for negative sizes only; those are not sizes.
        "Div" when b.Constant != 0 => a.Constant is { } x && b.Constant is { } y ? x / y : SymbolicInteger.Divide(a, b),
        "Min" => SymbolicInteger.Min(a, b),
        "Max" => SymbolicInteger.Max(a, b),
        "Mod" when a.Constant is { } x && b.Constant is { } y && y != 0 => ((x % y) + y) % y,
        _ => null,
    };

    private static SymbolicInteger[]? CompareContent(NodeView node)
    {
        if (node.In(0).Content is not { } left || node.In(1).Content is not { } right
            || (left.Length != right.Length && left.Length != 1 && right.Length != 1))
        {
            return null;
        }

        int length = Math.Max(left.Length, right.Length);
        var result = new SymbolicInteger[length];
        for (int i = 0; i < length; i++)
        {
            var a = left[left.Length == 1 ? 0 : i];
            var b = right[right.Length == 1 ? 0 : i];

            // A size is never negative, which settles the common comparison with -1.
            bool? answer = (node.Op, (a - b).Constant) switch
            {
                ("Equal", { } d) => d == 0,
                ("Equal", null) when a.Constant < 0 || b.Constant < 0 => false,
                ("Greater", { } d) => d > 0,
                ("Less", { } d) => d < 0,
                ("GreaterOrEqual", { } d) => d >= 0,
                ("LessOrEqual", { } d) => d <= 0,
                _ => null,
            };
            if (answer is null)
            {
                return null;
            }

            result[i] = answer.Value ? 1 : 0;
        }

        return result;
    }

    private static SymbolicInteger[]? WhereContent(NodeView node)
    {
        if (node.In(1).Content is not { } yes || node.In(2).Content is not { } no)
        {
            return null;
        }

        var condition = node.In(0).Constants;
        int length = new[] { condition?.Length ?? 1, yes.Length, no.Length }.Max();
        if ((condition is not null && condition.Length != length && condition.Length != 1)
            || (yes.Length != length && yes.Length != 1) || (no.Length != length && no.Length != 1))
        {
            return null;
        }

        var result = new SymbolicInteger[length];
        for (int i = 0; i < length; i++)
        {
            var a = yes[yes.Length == 1 ? 0 : i];
            var b = no[no.Length == 1 ? 0 : i];
            if (condition is null && !a.Equals(b))
            {
                return null;
            }

            result[i] = condition is null || condition[condition.Length == 1 ? 0 : i] != 0 ? a : b;
        }

        return result;
    }
}
