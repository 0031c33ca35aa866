using Lit.Onnx.Autodiff.Rules;
using Lit.Onnx.Autodiff.Rules.Attention;
using Lit.Onnx.Autodiff.Rules.Classical;
using Lit.Onnx.Autodiff.Rules.Fused;
using Lit.Onnx.Autodiff.Rules.Linear;
using Lit.Onnx.Autodiff.Rules.Quantized;
using Lit.Onnx.Autodiff.Rules.Sampling;
using Lit.Onnx.Autodiff.Rules.Signal;

namespace Lit.Onnx.Autodiff;

/// <summary>The rules of operators that are made of others: attention, fused, quantised, classical, sampling.</summary>
internal static class CompositeRules
{
    /// <summary>The rules by domain and operator.</summary>
    public static IEnumerable<KeyValuePair<(string Domain, string Operator), IGradientRule>> All =>
    [
        .. In(string.Empty,
        [
            (new AttentionRule(), ["Attention"]),
            (new RotaryEmbeddingRule(), ["RotaryEmbedding"]),
            (new TensorScatterRule(), ["TensorScatter"]),
            (new GroupNormalizationRule(), ["GroupNormalization"]),
            (new MeanVarianceNormalizationRule(), ["MeanVarianceNormalization"]),
            (new LocalResponseNormalizationRule(), ["LRN"]),
            (new LpNormalizationRule(), ["LpNormalization"]),
            (new LpPoolRule(), ["LpPool"]),
            (new GlobalLpPoolRule(), ["GlobalLpPool"]),
            (new MaxUnpoolRule(), ["MaxUnpool"]),
            (new ShrinkRule(), ["Shrink"]),
            (new ReduceProdRule(), ["ReduceProd"]),
            (new EinsumRule(), ["Einsum"]),
            (new DetRule(), ["Det"]),
            (new CrossEntropyRule(), ["NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss"]),
            (new CompressRule(), ["Compress"]),
            (new ReverseSequenceRule(), ["ReverseSequence"]),
            (new CenterCropPadRule(), ["CenterCropPad"]),
            (new OneHotRule(), ["OneHot"]),
            (new GridSampleRule(), ["GridSample"]),
            (new AffineGridRule(), ["AffineGrid"]),
            (new RoiAlignRule(), ["RoiAlign"]),
            (new MaxRoiPoolRule(), ["MaxRoiPool"]),
            (new Col2ImRule(), ["Col2Im"]),
            (new DftRule(), ["DFT"]),
            (new StftRule(), ["STFT"]),
            (new QuantizeLinearRule(), ["QuantizeLinear"]),
            (new DequantizeLinearRule(), ["DequantizeLinear"]),
            (new DynamicQuantizeLinearRule(), ["DynamicQuantizeLinear"]),
            (new MatMulIntegerRule(), ["MatMulInteger"]),
            (new ConvIntegerRule(), ["ConvInteger"]),
            (new QLinearMatMulRule(), ["QLinearMatMul"]),
            (new QLinearConvRule(), ["QLinearConv"]),
        ]),
        .. In(Graph.Operators.Microsoft,
        [
            (new RuntimeAttentionRule(), ["Attention"]),
            (new MultiHeadAttentionRule(), ["MultiHeadAttention"]),
            (new GroupQueryAttentionRule(), ["GroupQueryAttention"]),
            (new RuntimeRotaryEmbeddingRule(), ["RotaryEmbedding"]),
            (new SkipLayerNormalizationRule(), ["SkipLayerNormalization"]),
            (new SkipSimplifiedLayerNormalizationRule(), ["SkipSimplifiedLayerNormalization"]),
            (new GroupNormalizationRule(), ["GroupNorm", "SkipGroupNorm"]),
            (new BiasGeluRule(), ["BiasGelu", "FastGelu"]),
            (new BiasSplitGeluRule(), ["BiasSplitGelu"]),
            (new BiasAddRule(), ["BiasAdd"]),
            (new BiasSoftmaxRule(), ["BiasSoftmax"]),
            (new FusedMatMulRule(), ["FusedMatMul", "TransposeMatMul", "FusedMatMulActivation"]),
            (new FusedGemmRule(), ["FusedGemm"]),
            (new FusedConvRule(), ["FusedConv", "NhwcConv", "NhwcFusedConv"]),
            (new InverseRule(), ["Inverse"]),
            (new TriluRule(), ["Trilu"]),
            (new QuantizeLinearRule(), ["QuantizeLinear"]),
            (new DequantizeLinearRule(), ["DequantizeLinear"]),
            (new PackedMatMulRule(), ["MatMulNBits", "MatMulBnb4", "MatMulFpQ4"]),
            (new DynamicQuantizeMatMulRule(), ["DynamicQuantizeMatMul"]),
            (new MatMulIntegerToFloatRule(), ["MatMulIntegerToFloat"]),
            (new QLinearArithmeticRule(), ["QLinearAdd", "QLinearMul"]),
            (new QLinearFunctionRule(),
            [
                "QLinearSigmoid", "QLinearLeakyRelu", "QLinearAveragePool", "QLinearGlobalAveragePool", "QLinearSoftmax", "QLinearReduceMean",
            ]),
            (new QLinearConcatRule(), ["QLinearConcat"]),
            (new QGemmRule(), ["QGemm"]),
        ]),
        .. In(Graph.Operators.MachineLearning,
        [
            (new ScalerRule(), ["Scaler"]),
            (new NormalizerRule(), ["Normalizer"]),
            (new LinearClassifierRule(), ["LinearClassifier"]),
            (new LinearRegressorRule(), ["LinearRegressor"]),
            (new SvmRegressorRule(), ["SVMRegressor"]),
            (new ImputerRule(), ["Imputer"]),
            (new FeatureVectorizerRule(), ["FeatureVectorizer"]),
            (new ArrayFeatureExtractorRule(), ["ArrayFeatureExtractor"]),
        ]),
    ];

    private static IEnumerable<KeyValuePair<(string, string), IGradientRule>> In(
        string domain,
        IEnumerable<(IGradientRule Rule, string[] Operators)> rules) => rules
        .SelectMany(entry => entry.Operators.Select(op => KeyValuePair.Create((domain, op), entry.Rule)));
}
