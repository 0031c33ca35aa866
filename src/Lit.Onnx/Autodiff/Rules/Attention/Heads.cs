using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>Moves between tokens by width and heads by tokens.</summary>
internal static class Heads
{
    /// <summary><c>[batch, tokens, heads · width]</c> as <c>[batch, heads, tokens, width]</c>.</summary>
    public static GraphValue Split(GraphValue x, long heads)
    {
        var graph = x.Emitter;
        return graph.Transpose(graph.Reshape(x, graph.Integers(0, 0, heads, -1)), 0, 2, 1, 3);
    }

    /// <summary><c>[batch, heads, tokens, width]</c> as <c>[batch, tokens, heads · width]</c>.</summary>
    public static GraphValue Merge(GraphValue x)
    {
        var graph = x.Emitter;
        long width = x.Dimensions is [_, { } heads, _, { } each] ? heads * each : -1;
        return graph.Reshape(graph.Transpose(x, 0, 2, 1, 3), graph.Integers(0, 0, width));
    }

    /// <summary>Lets groups of query heads share a head of keys or values.</summary>
    /// <param name="x"><c>[batch, heads, keys, width]</c>.</param>
    /// <param name="heads">How many query heads there are, a tensor of one element.</param>
    public static GraphValue Repeat(GraphValue x, GraphValue heads)
    {
        var graph = x.Emitter;
        if (graph.Dimension(x, 1).Name == heads.Name)
        {
            return x;
        }

        var times = graph.Add("Div", [heads, graph.Dimension(x, 1)]);
        var ones = graph.Integers(1, 1);
        var five = graph.Expand(graph.Unsqueeze(x, 2), graph.Concat(0, ones, times, ones));
        var shape = graph.Concat(
            0,
            graph.Dimension(x, 0),
            heads,
            graph.Dimension(x, 2),
            graph.Dimension(x, 3));
        return graph.Reshape(five, shape);
    }

    /// <summary>The numbers 0, 1, 2 … up to a dimension of a value.</summary>
    public static GraphValue Positions(GraphValue x, int axis) => Count(x.Emitter.Dimension(x, axis));

    /// <summary>The numbers 0, 1, 2 … up to a number in a tensor of one element.</summary>
    public static GraphValue Count(GraphValue length)
    {
        var graph = length.Emitter;
        return graph.Add(
            "Range",
            [graph.Constant(0, OnnxElementType.Int64), graph.Reshape(length, graph.Integers()), graph.Constant(1, OnnxElementType.Int64)]);
    }
}
