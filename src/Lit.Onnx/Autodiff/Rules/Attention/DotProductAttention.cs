using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>softmax(q kᵀ · scale + bias) v, the core of every attention operator, in simple nodes.</summary>
internal sealed class DotProductAttention
{
    /// <summary>Multiplies the scores; null for one over the square root of a head's width.</summary>
    public float? Scale { get; init; }

    /// <summary>Limits scores to c · tanh(score / c); 0 for no limit.</summary>
    public float SoftCap { get; init; }

    /// <summary>What is added to the scores.</summary>
    public List<GraphValue> Biases { get; } = [];

    /// <summary>Which keys a query may see; combined with "and".</summary>
    public List<GraphValue> Allowed { get; } = [];

    /// <summary>The element type that the softmax is computed in; null for that of the scores.</summary>
    public OnnxElementType? SoftmaxType { get; init; }

    /// <summary>A number for each head that takes part in the softmax without a value; null for none.</summary>
    public GraphValue? Sink { get; init; }

    /// <summary>Scores of queries and keys, before anything else happens to them.</summary>
    public GraphValue? Products { get; private set; }

    /// <summary>Scores with their limit.</summary>
    public GraphValue? Capped { get; private set; }

    /// <summary>Scores with their limit, bias and mask.</summary>
    public GraphValue? Masked { get; private set; }

    /// <summary>The weights of the values.</summary>
    public GraphValue? Weights { get; private set; }

    /// <summary>Adds the nodes.</summary>
    /// <param name="q">Queries <c>[batch, heads, tokens, width]</c>.</param>
    /// <param name="k">Keys <c>[batch, heads, keys, width]</c>.</param>
    /// <param name="v">Values <c>[batch, heads, keys, width of values]</c>.</param>
    /// <returns><c>[batch, heads, tokens, width of values]</c>.</returns>
    public GraphValue Apply(GraphValue q, GraphValue k, GraphValue v)
    {
        var graph = q.Emitter;
        var scaled = Scale is { } scale ? q * scale : q / WidthRoot(q);
        var scores = Products = graph.Add("MatMul", [scaled, graph.TransposeMatrices(k)]);
        Capped = Cap(scores);
        Masked = Mask(Capped);
        scores = Masked;
        var type = scores.ElementType;
        scores = SoftmaxType is { } precise ? graph.Cast(scores, precise) : scores;
        Weights = graph.Cast(Normalize(scores), type);
        return graph.Add("MatMul", [Weights, v]);
    }

    /// <summary>The least number of an element type, which stands for minus infinity where a row may be masked everywhere.</summary>
    public static double Lowest(OnnxElementType type) => type switch
    {
        OnnxElementType.Float16 => -65504,
        OnnxElementType.BFloat16 => -3.3895313892515355e38,
        OnnxElementType.Double => double.MinValue,
        _ => float.MinValue,
    };

    private static GraphValue WidthRoot(GraphValue q)
    {
        var graph = q.Emitter;
        return q.Dimensions?[^1] is { } width
            ? graph.Scalar(Math.Sqrt(width), q)
            : graph.Add("Sqrt", [graph.Cast(graph.Dimension(q, -1), q.ElementType)]);
    }

    private GraphValue Mask(GraphValue scores)
    {
        var graph = scores.Emitter;
        foreach (var bias in Biases)
        {
            scores += graph.Cast(bias, scores.ElementType);
        }

        if (Allowed.Count == 0)
        {
            return scores;
        }

        var allowed = Allowed.Aggregate((a, b) => graph.Add("And", [a, b]));
        return graph.Where(allowed, scores, graph.Scalar(Lowest(scores.ElementType), scores));
    }

    private GraphValue Cap(GraphValue scores) => SoftCap > 0
        ? scores.Emitter.Add("Tanh", [scores / SoftCap]) * SoftCap
        : scores;

    private GraphValue Normalize(GraphValue scores)
    {
        var graph = scores.Emitter;
        if (Sink is null)
        {
            return graph.Add("Softmax", [scores], ("axis", -1));
        }

        // One more column takes its part of the weight and is dropped.
        var column = graph.Expand(
            graph.Reshape(graph.Cast(Sink, scores.ElementType), graph.Integers(1, -1, 1, 1)),
            graph.Concat(0, graph.Dimensions(scores, 0, 3), graph.Integers(1)));
        var all = graph.Add("Softmax", [graph.Concat(3, scores, column)], ("axis", -1));
        return graph.Slice(all, graph.Integers(0), graph.Integers(-1), graph.Integers(3));
    }
}
