namespace Lit.Onnx.Autodiff.Rules.Rectified;

/// <summary>The derivative of a rectifier, of which only what is positive goes on.</summary>
internal sealed class GuidedRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => rule.WhyUnsupported(context);

    public void Differentiate(GradientContext context)
    {
        rule.Differentiate(context);
        if (Rectifiers.Rectifies(context) && context.InputGradients[0] is { } gradient)
        {
            context.SetInputGradient(0, context.Graph.Add("Relu", [gradient]));
        }
    }
}

/// <summary>The rectifier itself, applied to the cotangent.</summary>
internal sealed class DeconvolutionRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => rule.WhyUnsupported(context);

    public void Differentiate(GradientContext context)
    {
        if (Rectifiers.Rectifies(context))
        {
            context.SetInputGradient(0, () => context.Graph.Add("Relu", [context.Gradient]));
        }
        else
        {
            rule.Differentiate(context);
        }
    }
}

/// <summary>The operators that let through what is positive and hold back what is not.</summary>
internal static class Rectifiers
{
    /// <summary>ReLU and what took its place, with the domain of each.</summary>
    public static IEnumerable<(string Domain, string Operator)> Operators { get; } =
    [
        .. new[]
        {
            "Relu", "LeakyRelu", "PRelu", "Elu", "Celu", "Selu", "ThresholdedRelu", "Gelu", "Swish", "Mish", "HardSwish",
            "Softplus", "Clip",
        }.Select(op => (string.Empty, op)),
        .. new[] { "Gelu", "FastGelu", "QuickGelu" }.Select(op => (Graph.Operators.Microsoft, op)),
    ];

    /// <summary>Whether a node is a rectifier: a clip is one if it starts at zero, as ReLU6 does.</summary>
    public static bool Rectifies(NodeContext context) => context.Operator != "Clip" || context.ConstantFloats(1) is [0];
}
