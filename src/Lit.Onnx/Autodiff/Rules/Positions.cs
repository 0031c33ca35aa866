using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Puts cotangents back where elements were taken from.</summary>
internal static class Positions
{
    /// <summary>The numbers 0, 1, 2 … in the shape of a value.</summary>
    public static GraphValue Of(GraphEmitter graph, GraphValue x)
    {
        var numbers = graph.Add("Range", [graph.Constant(0, OnnxElementType.Int64), graph.Add("Size", [x]), graph.Constant(1, OnnxElementType.Int64)]);
        return graph.Reshape(numbers, graph.Shape(x));
    }

    /// <summary>Scatters by positions in the flattened tensor.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="positions">Where each element belongs.</param>
    /// <param name="cotangent">The elements.</param>
    /// <param name="like">The value whose shape the result has.</param>
    /// <param name="add">Whether a position can occur more than once.</param>
    public static GraphValue Scatter(GraphEmitter graph, GraphValue positions, GraphValue cotangent, GraphValue like, bool add)
    {
        var type = cotangent.ElementType;
        var wide = Widen(graph, cotangent);
        var zeros = graph.Zeros(graph.Reshape(graph.Add("Size", [like]), graph.Integers(1)), wide.ElementType);
        GraphValue?[] inputs = [zeros, graph.Flatten(positions), graph.Flatten(wide)];
        var flat = add
            ? graph.Add("ScatterElements", inputs, ("axis", 0), ("reduction", "add"))
            : graph.Add("ScatterElements", inputs, ("axis", 0));
        return graph.Cast(graph.Reshape(flat, graph.Shape(like)), type);
    }

    /// <summary>Adds elements at positions along an axis into zeros of the shape of a value.</summary>
    public static GraphValue ScatterElements(GraphEmitter graph, GraphValue like, GraphValue indices, GraphValue cotangent, long axis)
    {
        var wide = Widen(graph, cotangent);
        var zeros = graph.Zeros(graph.Shape(like), wide.ElementType);
        return graph.Cast(
            graph.Add("ScatterElements", [zeros, indices, wide], ("axis", axis), ("reduction", "add")),
            cotangent.ElementType);
    }

    /// <summary>Adds slices at tuples of positions into zeros.</summary>
    public static GraphValue ScatterRows(GraphEmitter graph, GraphValue shape, GraphValue indices, GraphValue cotangent)
    {
        var wide = Widen(graph, cotangent);
        return graph.Cast(
            graph.Add("ScatterND", [graph.Zeros(shape, wide.ElementType), indices, wide], ("reduction", "add")),
            cotangent.ElementType);
    }

    /// <summary>Sums of many small numbers, and the runtime's kernels, want at least 32 bits.</summary>
    private static GraphValue Widen(GraphEmitter graph, GraphValue x) =>
        x.ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16 ? graph.Cast(x, OnnxElementType.Float) : x;
}
