namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>Which operators have multipliers, and by what rule.</summary>
internal static class MultiplierRules
{
    private static readonly string[] Elementwise =
    [
        "Relu", "LeakyRelu", "PRelu", "Elu", "Celu", "Selu", "ThresholdedRelu", "Softplus", "Softsign", "Mish", "Swish",
        "HardSigmoid", "HardSwish", "Gelu", "Tanh", "Sigmoid", "Exp", "Log", "Sqrt", "Reciprocal", "Abs", "Erf", "Clip", "Pow",
        "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "FastGelu", "QuickGelu",
    ];

    private static readonly string[] Linear =
    [
        "Add", "Sub", "Sum", "Mean", "Neg", "Identity", "Dropout", "Cast", "CastLike", "Reshape", "Flatten", "Squeeze",
        "Unsqueeze", "Transpose", "Expand", "Tile", "Concat", "Split", "Slice", "Gather", "GatherElements", "GatherND",
        "ReduceSum", "ReduceMean", "Conv", "ConvTranspose", "AveragePool", "GlobalAveragePool", "Pad", "Resize",
        "DepthToSpace", "SpaceToDepth", "CumSum", "Trilu", "ScatterND", "ScatterElements", "BatchNormalization", "Where",
    ];

    /// <summary>Operators that are linear in all of their inputs at once.</summary>
    public static IReadOnlySet<string> TakesSeveral { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "Add", "Sub", "Sum", "Mean", "Concat", "Where", "ScatterND", "ScatterElements",
        };

    /// <summary>The multiplier rule of an operator.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="rule">The rule of its derivative.</param>
    public static IGradientRule Of(string op, IGradientRule rule) => op switch
    {
        "Mul" or "MatMul" or "Gemm" or "Einsum" => new BilinearRule(rule),
        "Div" => new QuotientRule(),
        "Softmax" or "LogSoftmax" => new SoftmaxMultiplierRule(),
        "LayerNormalization" or "RMSNormalization" or "InstanceNormalization" => new NormalizationMultiplierRule(),
        "MaxPool" => new MaxPoolMultiplierRule(),
        "GlobalMaxPool" or "ReduceMax" or "ReduceMin" => new ExtremeMultiplierRule(rule),
        "Max" or "Min" => new ChoiceMultiplierRule(rule),
        _ when Elementwise.Contains(op) => new RescaleRule(rule),
        _ when Linear.Contains(op) => new LinearRule(rule),
        _ => new NoMultiplierRule(),
    };

    private sealed class NoMultiplierRule : IGradientRule
    {
        public string? WhyUnsupported(NodeContext context) =>
            "it has a derivative, but no DeepLIFT multiplier; use integrated gradients, or register a rule with GradientRules.DeepLift().With";

        public void Differentiate(GradientContext context) => throw new InvalidOperationException();
    }
}
