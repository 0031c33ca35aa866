using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Programs;

/// <summary>Adds the nodes of a formula. The first dimension of every value counts rows.</summary>
internal sealed class FormulaNodes(
    GraphEmitter graph, TargetExpression formula, Func<string, GraphValue> output, Func<string, GraphValue> input)
{
    private readonly FormulaParts _parts = FormulaParts.Of(formula);

    /// <summary>Adds the nodes.</summary>
    /// <returns>A value of shape <c>[rows]</c>.</returns>
    /// <exception cref="UnsupportedOperatorException">The formula does not fit the outputs, or makes more than one number.</exception>
    public GraphValue Add()
    {
        GraphValue value = Add(formula);
        return value.Rank == 1 ? value : throw Misfit(
            formula, "one number for each example; end with an element, Sum(), Mean(), Max() or Norm()", value);
    }

    private GraphValue Add(TargetExpression expression) => expression switch
    {
        OutputExpression name => output(name.Name),
        FieldExpression field => input(ProgramNames.Field(_parts.Fields.ToList().IndexOf(field))),
        ClassExpression choice => Pick(choice),
        ElementExpression element => Element(element),
        SliceExpression slice => Slice(slice),
        ReductionExpression reduction => Reduce(reduction),
        FunctionExpression function => Apply(function),
        BinaryExpression { Left: NumberExpression left, Operator: '-' } negation when left.Value == 0 => -Add(negation.Right),
        BinaryExpression { Right: NumberExpression number } binary => Combine(Add(binary.Left), number.Value, binary.Operator),
        BinaryExpression { Left: NumberExpression number } binary => Combine(number.Value, Add(binary.Right), binary.Operator),
        BinaryExpression binary => Combine(Add(binary.Left), Add(binary.Right), binary.Operator),
        _ => throw new UnsupportedOperatorException(
            graph.Graph.File.Name, $"expected a formula of the model's outputs, found '{expression}', which has none."),
    };

    private GraphValue Pick(ClassExpression choice)
    {
        GraphValue of = Add(choice.Of);
        if (of.Rank < 2)
        {
            throw Misfit(choice, "a dimension of classes", of);
        }

        var zeroOne = graph.Constant([0, 1], of.ElementType, 2);
        var depth = graph.Reshape(graph.Dimension(of, -1), graph.Integers());
        var index = input(ProgramNames.Choice(_parts.Choices.ToList().IndexOf(choice)));
        var hot = graph.Add("OneHot", [index, depth, zeroOne], ("axis", -1));
        long[] between = [.. Enumerable.Range(1, of.Rank - 2).Select(axis => (long)axis)];
        return graph.Sum(of * (between.Length == 0 ? hot : graph.Unsqueeze(hot, between)), keep: false, -1);
    }

    private GraphValue Element(ElementExpression element)
    {
        GraphValue of = Add(element.Of);
        if (element.Position.Count >= of.Rank)
        {
            throw Misfit(element, $"at least {element.Position.Count} dimensions", of);
        }

        foreach (int position in element.Position)
        {
            if (of.Dimensions?[1] is { } size && (position >= size || position < -size))
            {
                throw Misfit(element, $"a position below {size}", of);
            }

            of = graph.Add("Gather", [of, graph.Constant(position, OnnxElementType.Int64)], ("axis", 1));
        }

        return of;
    }

    private GraphValue Slice(SliceExpression slice)
    {
        GraphValue of = Add(slice.Of);
        return graph.Slice(of, graph.Integers(slice.Start), graph.Integers(slice.End), graph.Integers(Axis(slice, of, slice.Axis)));
    }

    private GraphValue Reduce(ReductionExpression reduction)
    {
        GraphValue of = Add(reduction.Of);
        long[] axes = reduction.Axis is { } axis
            ? [Axis(reduction, of, axis)]
            : [.. Enumerable.Range(1, of.Rank - 1).Select(i => (long)i)];
        string op = reduction.Reduction switch
        {
            Reduction.Sum => "ReduceSum",
            Reduction.Mean => "ReduceMean",
            Reduction.Max => "ReduceMax",
            _ => "ReduceL2",
        };
        return axes.Length == 0
            ? reduction.Reduction == Reduction.Norm ? graph.Add("Abs", [of]) : of
            : graph.Add(op, [of, graph.Integers(axes)], ("keepdims", 0));
    }

    private GraphValue Apply(FunctionExpression function)
    {
        GraphValue of = Add(function.Of);
        return function.Function switch
        {
            ElementFunction.Softmax or ElementFunction.LogSoftmax when of.Rank < 2 => throw Misfit(function, "a dimension of classes", of),
            ElementFunction.Softmax => graph.Add("Softmax", [of], ("axis", -1)),
            ElementFunction.LogSoftmax => graph.Add("LogSoftmax", [of], ("axis", -1)),
            ElementFunction.Log => graph.Add("Log", [of]),
            ElementFunction.Exp => graph.Add("Exp", [of]),
            _ => graph.Add("Abs", [of]),
        };
    }

    private static GraphValue Combine(GraphValue left, double right, char op) => op switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    private static GraphValue Combine(double left, GraphValue right, char op) => op switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    /// <remarks>Rows stand first in both, so that the smaller one gets its missing dimensions at the end.</remarks>
    private GraphValue Combine(GraphValue left, GraphValue right, char op)
    {
        (left, right) = (Widen(left, right.Rank), Widen(right, left.Rank));
        right = graph.Cast(right, left.ElementType);
        return op switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
    }

    private GraphValue Widen(GraphValue value, int rank) => value.Rank >= rank
        ? value
        : graph.Unsqueeze(value, [.. Enumerable.Range(value.Rank, rank - value.Rank).Select(axis => (long)axis)]);

    private long Axis(TargetExpression expression, GraphValue of, int axis) => axis >= 0 && axis + 1 < of.Rank
        ? axis + 1
        : throw Misfit(expression, $"a dimension {axis}", of);

    private UnsupportedOperatorException Misfit(TargetExpression expression, string expected, GraphValue found)
    {
        string shape = found.Facts.Shape is { } dimensions
            ? string.Join(", ", dimensions.Skip(1).Select(dimension => dimension.ToString()))
            : "?";
        return new(
            graph.Graph.File.Name,
            $"target '{formula}': expected {expected} for '{expression}', found numbers of shape [{shape}] for each example.");
    }
}
