namespace Lit.Onnx.Autodiff.Rules;

/// <summary>x Φ(x), exact or in the approximation by tanh.</summary>
/// <remarks>
/// With u = x / √2: Φ + x φ = Φ + u e^(−u²) / √π. The factor 1 / √π goes into the exponent, which saves a pass over the
/// widest tensor of a transformer.
/// </remarks>
internal sealed class GeluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        bool tanh = node.Operator == "FastGelu" || node.Text("approximate", "none") == "tanh";
        return g * (tanh ? ByTanh(node.Graph, x) : Exact(node.Graph, x));
    }

    private static GraphValue Exact(GraphEmitter graph, GraphValue x)
    {
        var u = x * Math.Sqrt(0.5);
        var cdf = (graph.Add("Erf", [u]) * 0.5) + 0.5;
        return cdf + (u * graph.Add("Exp", [(-0.5 * Math.Log(Math.PI)) - (u * u)]));
    }

    private static GraphValue ByTanh(GraphEmitter graph, GraphValue x)
    {
        const double Cubic = 0.044715;
        double scale = Math.Sqrt(2 / Math.PI);
        var square = x * x;
        var t = graph.Add("Tanh", [x * ((square * (scale * Cubic)) + scale)]);
        var slope = (1 - (t * t)) * ((square * (3 * Cubic * scale)) + scale);
        return ((1 + t) + (x * slope)) * 0.5;
    }
}
