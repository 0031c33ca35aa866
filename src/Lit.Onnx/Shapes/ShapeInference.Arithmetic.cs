using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Operators that make shapes and other small tensors of integers.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveShapeArithmetic(NodeView node)
    {
        switch (node.Op)
        {
            case "Shape":
                if (node.In(0).Shape is not { } shape)
                {
                    return [new(OnnxElementType.Int64, [Fresh()])];
                }

                int start = Clamp(node.Proto.Int("start"), shape.Length);
                int end = Clamp(node.Proto.Int("end", shape.Length), shape.Length);
                var part = shape[Math.Min(start, end)..end];
                return [new(OnnxElementType.Int64, [part.Length], part)];
            case "Size":
                return [new(OnnxElementType.Int64, [], node.In(0).Shape is { } sizes ? [SymbolicInteger.Product(sizes)] : null)];
            case "Constant":
                return [DeriveConstant(node)];
            case "ConstantOfShape":
                return [DeriveConstantOfShape(node)];
            case "Range":
                return [DeriveRange(node)];
            case "NonZero":
                return [new(OnnxElementType.Int64, [node.In(0).Rank is { } rank ? rank : Fresh(), Fresh()])];
            case "OneHot":
                return [DeriveOneHot(node)];
            case "RandomNormalLike" or "RandomUniformLike" or "Bernoulli":
                return [node.In(0) with { Content = null }];
            default:
                return null;
        }

        static int Clamp(long value, int rank) => (int)Math.Clamp(value < 0 ? value + rank : value, 0, rank);
    }

    private static ValueFacts DeriveConstant(NodeView node)
    {
        if (node.Proto.Find("value")?.T is { } tensor)
        {
            var table = new ShapeInference();
            table.Add(tensor);
            return table[tensor.Name];
        }

        if (node.Proto.Find("value_int") is { } one)
        {
            return new(OnnxElementType.Int64, [], [one.I]);
        }

        if (node.Proto.Ints("value_ints") is { } many)
        {
            return new(OnnxElementType.Int64, [many.Length], many.Length <= MaxContent ? [.. many.Select(v => (SymbolicInteger)v)] : null);
        }

        if (node.Proto.Find("value_floats") is { } floats)
        {
            return new(OnnxElementType.Float, [floats.Floats.Count]);
        }

        return node.Proto.Find("value_float") is not null ? new(OnnxElementType.Float, []) : ValueFacts.Unknown;
    }

    private ValueFacts DeriveConstantOfShape(NodeView node)
    {
        var value = node.Proto.Find("value")?.T;
        var type = value is null ? OnnxElementType.Float : (OnnxElementType)value.DataType;
        var dims = node.In(0).Content
            ?? (node.In(0).Shape is [{ Constant: { } rank and <= 64 }] ? FreshShape((int)rank) : null);
        SymbolicInteger[]? content = null;
        if (dims is [{ Constant: { } length and <= MaxContent and >= 0 }] && value?.ReadIntegers() is [var fill])
        {
            content = [.. Enumerable.Repeat((SymbolicInteger)fill, (int)length)];
        }

        return new(type, dims, content);
    }

    private ValueFacts DeriveRange(NodeView node)
    {
        var type = node.In(0).Type;
        if (node.In(0).Content is not [var start] || node.In(1).Content is not [var limit] || node.In(2).Content is not [var step])
        {
            return new(type, [Fresh()]);
        }

        if (start.Constant is { } a && limit.Constant is { } b && step.Constant is { } d && d != 0)
        {
            long count = Math.Max(0, (long)Math.Ceiling((b - (decimal)a) / d));
            return new(type, [count], count <= MaxContent
                ? [.. Enumerable.Range(0, (int)count).Select(i => (SymbolicInteger)(a + (i * d)))]
                : null);
        }

        return new(type, [step.IsOne ? limit - start : SymbolicInteger.Named($"range({start}, {limit}, {step})")]);
    }

    private static ValueFacts DeriveOneHot(NodeView node)
    {
        if (node.In(0).Shape is not { } shape)
        {
            return new(node.In(2).Type, null);
        }

        int axis = NodeView.Axis(node.Proto.Int("axis", -1), shape.Length + 1);
        SymbolicInteger depth = node.In(1).Content is [var known] ? known : SymbolicInteger.Named($"depth({node.Proto.Input[1]})");
        return new(node.In(2).Type, [.. shape[..axis], depth, .. shape[axis..]]);
    }
}
