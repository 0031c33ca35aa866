using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>(−x)′ = −1.</summary>
internal sealed class NegRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        -g;
}

/// <summary>Copies, and dropout when it is not training.</summary>
internal sealed class IdentityRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g;
}

/// <summary>(eˣ)′ = eˣ.</summary>
internal sealed class ExpRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * y;
}

/// <summary>(ln x)′ = 1 / x.</summary>
internal sealed class LogRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / x;
}

/// <summary>(√x)′ = 1 / (2√x); infinite at 0.</summary>
internal sealed class SqrtRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * 0.5 / y;
}

/// <summary>(1 / x)′ = −1 / x².</summary>
internal sealed class ReciprocalRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        -(g * (y * y));
}

/// <summary>|x|′ = sign x; 0 at 0.</summary>
internal sealed class AbsRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * node.Graph.Add("Sign", [x]);
}

/// <summary>erf′ x = 2 e^(−x²) / √π.</summary>
internal sealed class ErfRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * (node.Graph.Add("Exp", [-(x * x)]) * (2 / Math.Sqrt(Math.PI)));
}

/// <summary>sin′ = cos.</summary>
internal sealed class SinRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * node.Graph.Add("Cos", [x]);
}

/// <summary>cos′ = −sin.</summary>
internal sealed class CosRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        -(g * node.Graph.Add("Sin", [x]));
}

/// <summary>tan′ = 1 + tan².</summary>
internal sealed class TanRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * (1 + (y * y));
}

/// <summary>arcsin′ x = 1 / √(1 − x²).</summary>
internal sealed class AsinRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / node.Graph.Add("Sqrt", [1 - (x * x)]);
}

/// <summary>arccos′ x = −1 / √(1 − x²).</summary>
internal sealed class AcosRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        -(g / node.Graph.Add("Sqrt", [1 - (x * x)]));
}

/// <summary>arctan′ x = 1 / (1 + x²).</summary>
internal sealed class AtanRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / (1 + (x * x));
}

/// <summary>sinh′ = cosh.</summary>
internal sealed class SinhRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * node.Graph.Add("Cosh", [x]);
}

/// <summary>cosh′ = sinh.</summary>
internal sealed class CoshRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g * node.Graph.Add("Sinh", [x]);
}

/// <summary>arsinh′ x = 1 / √(1 + x²).</summary>
internal sealed class AsinhRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / node.Graph.Add("Sqrt", [1 + (x * x)]);
}

/// <summary>arcosh′ x = 1 / √(x² − 1).</summary>
internal sealed class AcoshRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / node.Graph.Add("Sqrt", [(x * x) - 1]);
}

/// <summary>artanh′ x = 1 / (1 − x²).</summary>
internal sealed class AtanhRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g / (1 - (x * x));
}

/// <summary>A change of type: the cotangent changes back.</summary>
internal sealed class CastRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        x.ElementType.IsFloat ? node.Graph.Cast(g, x.ElementType) : g;
}
