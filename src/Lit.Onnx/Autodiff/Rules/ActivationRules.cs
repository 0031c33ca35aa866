namespace Lit.Onnx.Autodiff.Rules;

/// <summary>tanh′ = 1 − tanh².</summary>
internal sealed class TanhRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * (1 - (y * y));
}

/// <summary>σ′ = σ (1 − σ).</summary>
internal sealed class SigmoidRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * (y * (1 - y));
}

/// <summary>1 where x &gt; 0, else 0, also at 0. Chooses rather than multiplies, so that a cotangent that is not finite does not leak through.</summary>
internal sealed class ReluRule : UnaryRule
{
    // y > 0 where x > 0, and x need not be kept.
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.WhereOrZero(y > 0, g);
}

/// <summary>1 where x &gt; 0, else the slope.</summary>
internal sealed class LeakyReluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.Where(x > 0, g, g * node.Float("alpha", 0.01f));
}

/// <summary>1 where x &gt; 0, else α eˣ = y + α.</summary>
internal sealed class EluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.Where(x > 0, g, g * (y + node.Float("alpha", 1)));
}

/// <summary>1 where x &gt; 0, else e^(x / α).</summary>
internal sealed class CeluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.Where(
            x > 0,
            g,
            g * node.Graph.Add("Exp", [node.Graph.Add("Min", [x, node.Graph.Scalar(0, x)]) / node.Float("alpha", 1)]));
}

/// <summary>γ where x &gt; 0, else γ α eˣ = y + γ α.</summary>
internal sealed class SeluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        // The specification gives these as the nearest 32-bit numbers.
        double alpha = node.Float("alpha", 1.67326319217681884765625f);
        double gamma = node.Float("gamma", 1.05070102214813232421875f);
        return node.Graph.Where(x > 0, g * gamma, g * (y + (alpha * gamma)));
    }
}

/// <summary>1 where x &gt; α, else 0.</summary>
internal sealed class ThresholdedReluRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        node.Graph.WhereOrZero(x > node.Float("alpha", 1), g);
}

/// <summary>softplus′ = σ.</summary>
internal sealed class SoftplusRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * node.Graph.Add("Sigmoid", [x]);
}

/// <summary>1 / (1 + |x|)².</summary>
internal sealed class SoftsignRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        var denominator = 1 + node.Graph.Add("Abs", [x]);
        return g / (denominator * denominator);
    }
}

/// <summary>(x tanh s)′ with s = softplus x.</summary>
internal sealed class MishRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        var tanh = node.Graph.Add("Tanh", [node.Graph.Add("Softplus", [x])]);
        return g * (tanh + (x * node.Graph.Add("Sigmoid", [x]) * (1 - (tanh * tanh))));
    }
}

/// <summary>(x σ(αx))′ = σ + α y (1 − σ).</summary>
internal sealed class SwishRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        double alpha = node.Float("alpha", node.Operator == "QuickGelu" ? 1.702f : 1);
        var sigmoid = node.Graph.Add("Sigmoid", [x * alpha]);
        return g * (sigmoid + (y * (1 - sigmoid) * alpha));
    }
}

/// <summary>α where 0 &lt; αx + β &lt; 1, else 0.</summary>
internal sealed class HardSigmoidRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        double alpha = node.Float("alpha", 0.2f);
        var inner = (x * alpha) + node.Float("beta", 0.5f);
        return node.Graph.WhereOrZero(node.Graph.Add("And", [inner > 0, inner < 1]), g * alpha);
    }
}

/// <summary>0 below −3, 1 above 3, x / 3 + ½ between and at both ends.</summary>
internal sealed class HardSwishRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y)
    {
        var graph = node.Graph;
        var middle = (x * (1.0 / 3)) + 0.5;
        return g * graph.Where(x < -3, graph.Scalar(0, x), graph.Where(x > 3, graph.Scalar(1, x), middle));
    }
}
