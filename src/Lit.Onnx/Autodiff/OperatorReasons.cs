using System.Collections.Frozen;

namespace Lit.Onnx.Autodiff;

/// <summary>Why operators have no gradient, or have one and no rule.</summary>
internal static class OperatorReasons
{
    private const string Trees =
        "trees are constant between jumps; use a method that perturbs the input, such as Shapley values, LIME or ablation";

    private const string Sequence = "it holds a sequence of tensors; export the model with tensors alone";

    private const string Text = "it works on texts";

    private const string Integers = "it works on bits of integers";

    private const string Random = "it draws random numbers";

    private const string Decoding = "it generates text step by step; differentiate the model that it calls";

    private const string Cache =
        "it writes into a cache while it generates text; export the model without a cache, for whole sequences";

    /// <summary>Operators whose result does not move with the input, or only in jumps: the gradient ends there.</summary>
    public static FrozenDictionary<(string Domain, string Operator), string> Boundaries { get; } = Build(
    [
        ("", "its result does not depend on the values of its input",
        [
            "Shape", "Size", "ConstantOfShape", "EyeLike", "BlackmanWindow", "HammingWindow", "HannWindow", "MelWeightMatrix",
            "Constant", "SequenceLength", "OptionalHasElement",
        ]),
        ("", Random, ["RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli"]),
        ("", "its result is a position", ["ArgMax", "ArgMin", "NonZero", "Range", "NonMaxSuppression"]),
        ("", "its result is true or false",
            ["Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf"]),
        ("", "it is constant between jumps", ["Sign", "Floor", "Ceil", "Round", "Hardmax"]),
        ("", Integers, ["BitShift", "BitwiseAnd", "BitwiseNot", "BitwiseOr", "BitwiseXor", "BitCast"]),
        ("", Text, ["StringConcat", "StringNormalizer", "StringSplit", "RegexFullMatch"]),
        ("", "it counts tokens", ["TfIdfVectorizer"]),
        ("", "it reads bytes of an image file", ["ImageDecoder"]),
        (Graph.Operators.MachineLearning, Trees, ["TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble"]),
        (Graph.Operators.MachineLearning, "it is constant between jumps", ["Binarizer"]),
        (Graph.Operators.MachineLearning, "it maps categories", ["OneHotEncoder", "CategoryMapper", "CastMap", "DictVectorizer"]),
        (Graph.Operators.MachineLearning, "it maps labels", ["LabelEncoder", "ZipMap"]),
        (Graph.Operators.Microsoft, "its result does not depend on the values of its input", ["RelativePositionBias"]),
        (Graph.Operators.Microsoft, Decoding,
            ["BeamSearch", "GreedySearch", "Sampling", "WhisperBeamSearch", "NGramRepeatBlock", "SampleOp"]),
        (Graph.Operators.Microsoft, Text, ["Tokenizer", "MurmurHash3", "BpeTokenizer"]),
    ]);

    private static readonly FrozenDictionary<(string Domain, string Operator), string> Refusals = Build(
    [
        ("", Sequence,
        [
            "ConcatFromSequence", "SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert",
            "SequenceMap", "SplitToSequence",
        ]),
        ("", "it holds a value that may be missing; export the model without it", ["Optional", "OptionalGetElement"]),
        ("", "which elements are unique changes in jumps", ["Unique"]),
        ("", "the places that it reads depend on its input; use GridSample and Conv, which have rules", ["DeformConv"]),
        ("", "it belongs to a version of the operators after 24", ["CumProd", "SwiGLU", "LinearAttention", "CausalConvWithState"]),
        (Graph.Operators.MachineLearning,
            "it counts votes of pairs of classes; use a method that perturbs the input, such as Shapley values, LIME or ablation",
            ["SVMClassifier"]),
        (Graph.Operators.Microsoft, Cache,
        [
            "DecoderMaskedMultiHeadAttention", "DecoderMaskedSelfAttention", "DecoderAttention", "PagedAttention",
        ]),
        (Graph.Operators.Microsoft, "it takes tokens without padding or without most keys; export the model with Attention or MultiHeadAttention",
            ["PackedAttention", "PackedMultiHeadAttention", "SparseAttention"]),
        (Graph.Operators.Microsoft, "it chooses experts inside; export the model with single operators", ["MoE", "QMoE"]),
        (Graph.Operators.Microsoft, "it keeps integers from its input to its output; export the model with QuantizeLinear and DequantizeLinear around each operator",
            ["QAttention", "QEmbedLayerNormalization", "DynamicQuantizeLSTM", "QOrderedMatMul", "QOrderedAttention", "QOrderedGelu", "QOrderedLayerNormalization", "QOrderedLongformerAttention"]),
        (Graph.Operators.Microsoft, "it attends to windows and chosen tokens; export the model with single operators",
            ["LongformerAttention", "GatedRelativePositionBias"]),
    ]);

    /// <summary>Why an operator with a gradient has no rule; null if there is nothing to say.</summary>
    public static string? WhyNoRule(string domain, string op) =>
        Refusals.GetValueOrDefault((domain, op))
        ?? (domain == "com.microsoft.nchwc"
            ? "the runtime saved the file for the processor of one machine; use the original, or save it at optimisation level extended or lower"
            : null);

    /// <summary>The operators that are refused with a reason.</summary>
    public static IReadOnlyCollection<KeyValuePair<(string Domain, string Operator), string>> Refused => Refusals;

    private static FrozenDictionary<(string Domain, string Operator), string> Build(
        IEnumerable<(string Domain, string Reason, string[] Operators)> entries) => entries
        .SelectMany(entry => entry.Operators.Select(op => KeyValuePair.Create((entry.Domain, op), entry.Reason)))
        .ToFrozenDictionary();
}
