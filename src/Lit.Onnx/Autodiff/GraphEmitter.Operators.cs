using Lit.Onnx.Graph;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff;

/// <content>The operators that gradient rules use most, by name.</content>
public sealed partial class GraphEmitter
{
    /// <summary>The dimensions of a value as a tensor of rank 1; a constant where they are the same in every run.</summary>
    /// <param name="x">The value.</param>
    public GraphValue Shape(GraphValue x) => x.Facts.FixedShape is { } shape ? Integers(shape) : Add("Shape", [x]);

    /// <summary>One dimension of a value as a tensor of one element.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The dimension; negative counts from the end.</param>
    public GraphValue Dimension(GraphValue x, int axis)
    {
        int at = axis < 0 ? axis + x.Rank : axis;
        return x.Facts.Shape?[at].Constant is { } size
            ? Integers(size)
            : Add("Shape", [x], ("start", at), ("end", at + 1));
    }

    /// <summary>Some neighbouring dimensions of a value as a tensor of rank 1.</summary>
    internal GraphValue Dimensions(GraphValue x, int start, int end) =>
        x.Facts.Shape is { } shape && shape[start..end].All(d => d.Constant is not null)
            ? Integers([.. shape[start..end].Select(d => d.Constant!.Value)])
            : Add("Shape", [x], ("start", start), ("end", end));

    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The dimensions as a tensor of rank 1.</param>
    public GraphValue Reshape(GraphValue x, GraphValue shape) => Add("Reshape", [x, shape]);

    /// <summary>The same elements in the shape of another value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="like">The value with the shape.</param>
    public GraphValue ReshapeLike(GraphValue x, GraphValue like)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(like);
        return SameShape(x, like) ? x : Reshape(x, RelativeShape(x, like) is { } shape ? Integers(shape) : Shape(like));
    }

    /// <summary>Joins tensors along an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="parts">The tensors.</param>
    public GraphValue Concat(int axis, params ReadOnlySpan<GraphValue?> parts) =>
        parts.Length == 1 ? parts[0]! : Add("Concat", parts, ("axis", axis));

    /// <summary>Permutes dimensions.</summary>
    /// <param name="x">The value.</param>
    /// <param name="order">For each dimension of the result, the one of <paramref name="x"/> that it is.</param>
    public GraphValue Transpose(GraphValue x, params ReadOnlySpan<long> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] != i)
            {
                return Add("Transpose", [x], ("perm", order.ToArray()));
            }
        }

        return x;
    }

    /// <summary>Exchanges the last two dimensions.</summary>
    /// <param name="x">The value, of rank 2 or more.</param>
    public GraphValue TransposeMatrices(GraphValue x)
    {
        long[] order = [.. Enumerable.Range(0, x.Rank).Select(i => (long)i)];
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Transpose(x, order);
    }

    /// <summary>Adds dimensions of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">Where they stand in the result.</param>
    public GraphValue Unsqueeze(GraphValue x, params ReadOnlySpan<long> axes) => Add("Unsqueeze", [x, Integers(axes)]);

    /// <summary>Removes dimensions of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">Which.</param>
    public GraphValue Squeeze(GraphValue x, params ReadOnlySpan<long> axes) => Add("Squeeze", [x, Integers(axes)]);

    /// <summary>Sums along axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <param name="axes">The axes; none leaves the value as it is.</param>
    public GraphValue Sum(GraphValue x, bool keep, params ReadOnlySpan<long> axes) =>
        axes.Length == 0 ? x : Add("ReduceSum", [x, Integers(axes)], ("keepdims", keep ? 1 : 0));

    /// <summary>Averages along axes, which stay with size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    public GraphValue Mean(GraphValue x, params ReadOnlySpan<long> axes) =>
        Add("ReduceMean", [x, Integers(axes)], ("keepdims", 1));

    /// <summary>Takes elements of one value where a condition holds and of another elsewhere.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="yes">The elements where it holds.</param>
    /// <param name="no">The elements where it does not.</param>
    public GraphValue Where(GraphValue condition, GraphValue yes, GraphValue no) => Add("Where", [condition, yes, no]);

    /// <summary>Takes elements of a value where a condition holds and 0 elsewhere, also where the element is not finite.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="yes">The elements where it holds.</param>
    public GraphValue WhereOrZero(GraphValue condition, GraphValue yes) => Where(condition, yes, Scalar(0, yes));

    /// <summary>Converts elements.</summary>
    /// <param name="x">The value.</param>
    /// <param name="type">The type wanted.</param>
    public GraphValue Cast(GraphValue x, OnnxElementType type) =>
        x.ElementType == type ? x : Add("Cast", [x], ("to", (long)type));

    /// <summary>1 where a condition holds and 0 elsewhere, in the element type of another value.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="like">The value with the type.</param>
    public GraphValue Indicator(GraphValue condition, GraphValue like) => Add("Cast", [condition], ("to", (long)like.ElementType));

    /// <summary>Repeats a value along dimensions of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The dimensions wanted.</param>
    public GraphValue Expand(GraphValue x, GraphValue shape) => Add("Expand", [x, shape]);

    /// <summary>Repeats a value to the shape of another.</summary>
    /// <param name="x">The value.</param>
    /// <param name="like">The value with the shape.</param>
    public GraphValue ExpandLike(GraphValue x, GraphValue like) => SameShape(x, like) ? x : Expand(x, Shape(like));

    /// <summary>Cuts a range out of each given axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="starts">The first position, one for each axis.</param>
    /// <param name="ends">The position after the last, one for each axis.</param>
    /// <param name="axes">The axes.</param>
    public GraphValue Slice(GraphValue x, GraphValue starts, GraphValue ends, GraphValue axes) => Add("Slice", [x, starts, ends, axes]);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its dimensions as a tensor of rank 1.</param>
    /// <param name="type">Its element type.</param>
    public GraphValue Zeros(GraphValue shape, OnnxElementType type) =>
        Add("ConstantOfShape", [shape], NodeArgument.Of("value", TensorData.Create(string.Empty, type, [0], 1)));

    /// <summary>All elements in a row.</summary>
    /// <param name="x">The value.</param>
    public GraphValue Flatten(GraphValue x) => Reshape(x, Integers(-1));

    /// <summary>How many elements of one value there are for each of another, in the element type of the values.</summary>
    /// <param name="many">The larger value.</param>
    /// <param name="few">The smaller value.</param>
    public GraphValue Count(GraphValue many, GraphValue few)
    {
        ArgumentNullException.ThrowIfNull(many);
        ArgumentNullException.ThrowIfNull(few);
        return many.Facts.Shape is { } wide && few.Facts.Shape is { } narrow
            && SymbolicInteger.Exact(SymbolicInteger.Product(wide), SymbolicInteger.Product(narrow))?.Constant is { } count
                ? Scalar(count, many)
                : Cast(Add("Size", [many]) / Add("Size", [few]), many.ElementType);
    }

    /// <summary>Adds a node with some of the attributes of another.</summary>
    internal GraphValue Copy(string op, ReadOnlySpan<GraphValue?> inputs, NodeContext from, params ReadOnlySpan<string> attributes) =>
        Add(op, inputs, [.. Arguments(from, attributes)]);

    /// <summary>Some of the attributes of a node.</summary>
    internal static List<NodeArgument> Arguments(NodeContext from, params ReadOnlySpan<string> attributes)
    {
        var arguments = new List<NodeArgument>();
        foreach (string name in attributes)
        {
            if (from.Proto.Find(name) is { } attribute)
            {
                arguments.Add(NodeArgument.Of(name, attribute));
            }
        }

        return arguments;
    }

    /// <summary>The sum of values of one shape.</summary>
    /// <param name="values">The values.</param>
    public GraphValue SumOf(IReadOnlyList<GraphValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count switch
        {
            1 => values[0],
            2 => values[0] + values[1],
            _ => Add("Sum", [.. values]),
        };
    }

    /// <summary>Sums a cotangent over the dimensions that broadcasting repeated, so that it has the shape of the operand.</summary>
    /// <param name="cotangent">In the shape of the result.</param>
    /// <param name="operand">The operand.</param>
    /// <returns>In the shape of <paramref name="operand"/>.</returns>
    public GraphValue Unbroadcast(GraphValue cotangent, GraphValue operand)
    {
        ArgumentNullException.ThrowIfNull(cotangent);
        ArgumentNullException.ThrowIfNull(operand);
        if (SameShape(cotangent, operand))
        {
            return cotangent;
        }

        return cotangent.Facts.Shape is { } wide && operand.Facts.Shape is { } narrow && BroadcastAxes(wide, narrow) is { } axes
            ? Reduce(cotangent, operand, axes)
            : UnbroadcastAtRunTime(cotangent, operand);
    }

    /// <summary>
    /// The shape of one value as Reshape takes it for another: with 0 for a dimension that stays and one −1 for what is left,
    /// so that nothing has to be kept in memory for its shape alone. Null if more than one dimension is left.
    /// </summary>
    private static long[]? RelativeShape(GraphValue x, GraphValue like)
    {
        if (x.Facts.Shape is not { } from || like.Facts.Shape is not { } to || to.Any(d => d.Constant == 0))
        {
            return null;
        }

        long[] shape = [.. to.Select((d, i) => d.Constant ?? (i < from.Length && d.Equals(from[i]) ? 0 : -1))];
        return shape.Count(d => d == -1) <= 1 ? shape : null;
    }

    /// <summary>Whether two values have equal shapes in every run.</summary>
    internal static bool SameShape(GraphValue a, GraphValue b) =>
        a.Name == b.Name || (a.Facts.Shape is { } x && b.Facts.Shape is { } y && x.SequenceEqual(y));

    /// <summary>The axes of the result that broadcasting repeated; null if that differs between runs.</summary>
    private static long[]? BroadcastAxes(SymbolicInteger[] wide, SymbolicInteger[] narrow)
    {
        int added = wide.Length - narrow.Length;
        if (added < 0)
        {
            return null;
        }

        var axes = new List<long>();
        for (int i = 0; i < wide.Length; i++)
        {
            if (i < added || (narrow[i - added].IsOne && !wide[i].IsOne))
            {
                axes.Add(i);
            }
            else if (!narrow[i - added].Equals(wide[i]) && narrow[i - added].Constant is null)
            {
                return null;
            }
        }

        return [.. axes];
    }

    private GraphValue Reduce(GraphValue cotangent, GraphValue operand, long[] axes)
    {
        int added = cotangent.Rank - operand.Rank;
        if (axes.Length == added)
        {
            return Sum(cotangent, keep: false, axes);
        }

        var sum = Sum(cotangent, keep: true, axes);
        return added == 0 ? sum : Squeeze(sum, [.. Enumerable.Range(0, added).Select(i => (long)i)]);
    }

    private GraphValue UnbroadcastAtRunTime(GraphValue cotangent, GraphValue operand)
    {
        var shape = Shape(operand);
        var missing = Add("Size", [Shape(cotangent)]) - Add("Size", [shape]);
        var ones = Add(
            "ConstantOfShape",
            [Reshape(missing, Integers(1))],
            NodeArgument.Of("value", TensorData.Create(string.Empty, OnnxElementType.Int64, [1], 1)));
        var aligned = Concat(0, ones, shape);
        var axes = Flatten(Add("NonZero", [Add("Equal", [aligned, Integers(1)])]));

        // Without the attribute, no axes would mean all of them.
        var sum = Add("ReduceSum", [cotangent, axes], ("keepdims", 1), ("noop_with_empty_axes", 1));
        return Reshape(sum, shape);
    }
}
