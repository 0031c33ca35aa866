using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>x Φ(x), exact or in the approximation by tanh.</summary>
/// <remarks>
/// With u = x / √2: Φ + x φ = Φ + u e^(−u²) / √π. The factor 1 / √π goes into the exponent, ½ erf + ½ into one
/// HardSigmoid, which cannot clip there, and the forward pass shares Φ: ten passes over the widest tensor of a transformer.
/// </remarks>
internal sealed class GeluRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        bool tanh = context.Operator == "FastGelu" || context.Text("approximate", "none") == "tanh";
        return context.Gradient * (tanh ? ByTanh(context.Graph, context.Input(0)) : Exact(context, context.Input(0)));
    });

    private static GraphValue Exact(GradientContext context, GraphValue x)
    {
        var graph = context.Graph;
        var u = x * Math.Sqrt(0.5);
        var cdf = graph.Add("HardSigmoid", [graph.Add("Erf", [u])], ("alpha", 0.5f), ("beta", 0.5f));
        if (x.ElementType == OnnxElementType.Float)
        {
            context.Replace("Mul", x, cdf);
        }

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
