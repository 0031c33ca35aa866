namespace Lit.Onnx.Autodiff.Rules;

/// <summary>The same elements in another shape: the cotangent goes back to the old one.</summary>
internal sealed class ReshapeRule : IGradientRule
{
    public void Differentiate(GradientContext context) =>
        context.SetInputGradient(0, () => context.Graph.ReshapeLike(context.Gradient, context.Input(0)));
}

/// <summary>A permutation of the dimensions.</summary>
internal sealed class TransposeRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        int rank = context.Input(0).Rank;
        var order = context.Ints("perm") ?? [.. Enumerable.Range(0, rank).Select(i => (long)(rank - 1 - i))];
        long[] inverse = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            inverse[NodeContext.Axis(order[i], rank)] = i;
        }

        return context.Graph.Transpose(context.Gradient, inverse);
    });
}

/// <summary>Repetition along dimensions of size 1.</summary>
internal sealed class ExpandRule : IGradientRule
{
    public void Differentiate(GradientContext context) =>
        context.SetInputGradient(0, () => context.Graph.Unbroadcast(context.Gradient, context.Input(0)));
}

/// <summary>Repetition of whole tensors: the cotangents of the copies are summed.</summary>
internal sealed class TileRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        int rank = x.Rank;
        var repeats = graph.Unsqueeze(context.Input(1), 1);
        var sizes = graph.Unsqueeze(graph.Shape(x), 1);
        var interleaved = graph.Flatten(graph.Concat(1, repeats, sizes));
        return graph.Sum(
            graph.Reshape(context.Gradient, interleaved),
            keep: false,
            [.. Enumerable.Range(0, rank).Select(i => 2L * i)]);
    });
}

/// <summary>Tensors joined along an axis: each gets its part of the cotangent.</summary>
internal sealed class ConcatRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var graph = context.Graph;
        int axis = NodeContext.Axis(context.Int("axis", 0), context.Input(0).Rank);
        var begin = graph.Integers(0);
        long? known = 0;
        for (int i = 0; i < context.InputCount; i++)
        {
            var length = graph.Dimension(context.Input(i), axis);
            known += context.Input(i).Dimensions?[axis];
            var (start, end) = (begin, known is { } position ? graph.Integers(position) : begin + length);
            context.SetInputGradient(i, () => graph.Slice(context.Gradient, start, end, graph.Integers(axis)));
            begin = end;
        }
    }
}

/// <summary>A tensor cut along an axis: the cotangents of the parts are joined, with zeros for parts that nothing reads.</summary>
internal sealed class SplitRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var graph = context.Graph;
        int axis = NodeContext.Axis(context.Int("axis", 0), context.Input(0).Rank);
        GraphValue[] parts =
        [
            .. Enumerable.Range(0, context.OutputCount).Select(i =>
                context.OutputGradient(i)
                ?? graph.Zeros(graph.Shape(context.RequireOutput(i)), context.Input(0).ElementType)),
        ];
        return graph.Concat(axis, parts);
    });
}
