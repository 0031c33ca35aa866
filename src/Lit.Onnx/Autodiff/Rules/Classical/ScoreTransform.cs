namespace Lit.Onnx.Autodiff.Rules.Classical;

/// <summary>What the classical models make of their scores.</summary>
internal static class ScoreTransform
{
    /// <summary>Applies the transform that a node names.</summary>
    /// <param name="node">The node.</param>
    /// <param name="scores"><c>[batch, scores]</c>.</param>
    public static GraphValue Apply(NodeContext node, GraphValue scores)
    {
        var graph = node.Graph;
        return node.Text("post_transform", "NONE") switch
        {
            "SOFTMAX" => graph.Add("Softmax", [scores], ("axis", -1)),
            "SOFTMAX_ZERO" => SoftmaxZero(scores),
            "LOGISTIC" => Logistic(scores),
            "PROBIT" => Probit(scores),
            _ => scores,
        };
    }

    /// <summary>1 / (1 + e⁻ˢ), whose derivative keeps its leading digits where the probability is close to 0 or 1.</summary>
    /// <remarks>The runtime's own logistic function loses them below 1e-4.</remarks>
    private static GraphValue Logistic(GraphValue scores)
    {
        const double Far = 80;
        var graph = scores.Emitter;
        var bounded = graph.Add("Clip", [scores, graph.Scalar(-Far, scores), graph.Scalar(Far, scores)]);
        return graph.Add("Reciprocal", [1 + graph.Add("Exp", [-bounded])]);
    }

    /// <summary>A softmax in which scores of 0 stay 0.</summary>
    private static GraphValue SoftmaxZero(GraphValue scores)
    {
        var graph = scores.Emitter;
        var shown = graph.Add("Greater", [graph.Add("Abs", [scores]), graph.Scalar(1e-7, scores)]);
        var exponentials = graph.WhereOrZero(shown, graph.Add("Exp", [scores - graph.Add("ReduceMax", [scores, graph.Integers(-1)], ("keepdims", 1))]));
        return exponentials / graph.Sum(exponentials, keep: true, -1);
    }

    /// <summary>√2 erf⁻¹(2 p − 1) in Winitzki's approximation, as the runtime computes it.</summary>
    private static GraphValue Probit(GraphValue p)
    {
        var graph = p.Emitter;
        const double A = 0.147;
        const double Centre = 2 / (3.14159 * A);
        var x = (p * 2) - 1;

        // Close to ½ the two roots cancel each other; the function is straight there.
        var close = graph.Add("Abs", [x]) < 2e-3;
        var far = graph.Where(close, graph.Scalar(0.5, x), x);
        var log = graph.Add("Log", [(1 - far) * (1 + far)]);
        var v = (log * 0.5) + Centre;
        var root = graph.Add("Sqrt", [log * (-1 / A) / (v + graph.Add("Sqrt", [(v * v) - (log / A)]))]);
        var signed = graph.Where(x < 0, -root, root);
        return graph.Where(close, x * Math.Sqrt(1 / (2 * A * Centre)), signed) * 1.41421356;
    }
}
