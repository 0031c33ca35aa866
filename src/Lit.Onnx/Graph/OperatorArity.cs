using System.Collections.Frozen;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>How many inputs the operators of the standard domains take, by version.</summary>
/// <remarks>What was checked once, when a file is read, need not be doubted by everything that reads a node later.</remarks>
internal static class OperatorArity
{
    private const int Any = int.MaxValue;

    private static readonly FrozenDictionary<string, Range[]> Table = Read(
    [
        (0, 0, "Constant RandomNormal RandomUniform SequenceEmpty"),
        (0, 1, "Optional OptionalHasElement@18"),
        (0, Any, "Loop Scan"),
        (1, 1, "Abs Acos Acosh ArgMax ArgMin Asin Asinh Atan Atanh AveragePool Bernoulli BitCast BitwiseNot BlackmanWindow Cast Ceil Celu Clip "
            + "ConcatFromSequence ConstantOfShape Cos Cosh DepthToSpace Det Dropout DynamicQuantizeLinear Elu Erf Exp EyeLike Flatten Floor Gelu "
            + "GlobalAveragePool GlobalLpPool GlobalMaxPool HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If ImageDecoder IsInf "
            + "IsNaN LRN LeakyRelu Log LogSoftmax LpNormalization LpPool MaxPool MeanVarianceNormalization Mish Multinomial Neg NonZero Not "
            + "OptionalGetElement OptionalHasElement Pad RandomNormalLike RandomUniformLike Reciprocal ReduceL1 ReduceL2 ReduceLogSum "
            + "ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare RegexFullMatch Relu Round Selu SequenceLength "
            + "Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze StringNormalizer "
            + "StringSplit Swish Tan Tanh TfIdfVectorizer ThresholdedRelu TopK Transpose Unique Unsqueeze Upsample ai.onnx.ml:Binarizer "
            + "ai.onnx.ml:CastMap ai.onnx.ml:CategoryMapper ai.onnx.ml:DictVectorizer ai.onnx.ml:Imputer ai.onnx.ml:LabelEncoder "
            + "ai.onnx.ml:LinearClassifier ai.onnx.ml:LinearRegressor ai.onnx.ml:Normalizer ai.onnx.ml:OneHotEncoder ai.onnx.ml:SVMClassifier "
            + "ai.onnx.ml:SVMRegressor ai.onnx.ml:Scaler ai.onnx.ml:TreeEnsemble ai.onnx.ml:TreeEnsembleClassifier "
            + "ai.onnx.ml:TreeEnsembleRegressor ai.onnx.ml:ZipMap"),
        (1, 2, "DFT ReduceL1@18 ReduceL2@18 ReduceLogSum@18 ReduceLogSumExp@18 ReduceMax@18 ReduceMean@18 ReduceMin@18 ReduceProd@18 "
            + "ReduceSum@13 ReduceSumSquare@18 SequenceErase Split@13 SplitToSequence Squeeze@13 Trilu"),
        (1, 3, "Clip@11 DFT@20 Dropout@12"),
        (1, 4, "Resize@13"),
        (1, Any, "Concat Einsum Max Mean Min Scan@9 SequenceConstruct SequenceMap Sum ai.onnx.ml:FeatureVectorizer"),
        (2, 2, "Add AffineGrid And BitShift BitwiseAnd BitwiseOr BitwiseXor CastLike CenterCropPad Compress CumProd CumSum Div Equal Expand "
            + "Gather GatherElements GatherND Greater GreaterOrEqual GridSample Less LessOrEqual MatMul MaxRoiPool Mod Mul Or PRelu Pow "
            + "RMSNormalization Reshape Resize ReverseSequence SequenceAt StringConcat Sub SwiGLU Tile TopK@10 Unsqueeze@13 Upsample@9 Xor "
            + "ai.onnx.ml:ArrayFeatureExtractor"),
        (2, 3, "Conv ConvTranspose DequantizeLinear Gemm@11 LayerNormalization MaxUnpool NegativeLogLikelihoodLoss Pad@11 QuantizeLinear "
            + "SequenceInsert SoftmaxCrossEntropyLoss TensorScatter"),
        (2, 4, "CausalConvWithState ConvInteger MatMulInteger Pad@18 STFT"),
        (2, 5, "NonMaxSuppression"),
        (3, 3, "Col2Im Gemm GroupNormalization InstanceNormalization OneHot Range RoiAlign Scatter ScatterElements ScatterND Where"),
        (3, 4, "Resize@11 RotaryEmbedding"),
        (3, 5, "DeformConv Slice@10"),
        (3, 6, "Attention GRU LinearAttention RNN"),
        (3, 7, "Attention@24"),
        (3, 8, "LSTM"),
        (5, 5, "BatchNormalization MelWeightMatrix"),
        (8, 8, "QLinearMatMul"),
        (8, 9, "QLinearConv"),
    ]);

    /// <summary>What is wrong with the inputs and outputs of a node, as a sentence; null if nothing is, or its operator is not known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="version">The version of the operators of its domain.</param>
    public static string? WhyWrong(NodeProto node, long version)
    {
        string domain = Operators.NormalizeDomain(node.Domain);
        if (!Table.TryGetValue(Operators.QualifiedName(domain, node.OpType), out var ranges))
        {
            return null;
        }

        if (!node.Output.Any(output => output.Length > 0))
        {
            return "expected at least one output, found none.";
        }

        var (_, least, most) = ranges.Last(range => range.Since <= Math.Max(version, 1));
        for (int i = 0; i < least; i++)
        {
            if (!node.HasInput(i))
            {
                return $"expected at least {least} inputs of {node.OpType} (opset {version}), found {node.Input.Count(input => input.Length > 0)}.";
            }
        }

        return node.Input.Count > most
            ? $"expected at most {most} inputs of {node.OpType} (opset {version}), found {node.Input.Count}."
            : null;
    }

    private static FrozenDictionary<string, Range[]> Read((int Least, int Most, string Operators)[] rows) => rows
        .SelectMany(row => row.Operators.Split(' ').Select(entry => (Parts: entry.Split('@'), row.Least, row.Most)))
        .GroupBy(entry => entry.Parts[0], StringComparer.Ordinal)
        .ToFrozenDictionary(
            group => group.Key,
            group => group
                .Select(entry => new Range(entry.Parts.Length > 1 ? int.Parse(entry.Parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1, entry.Least, entry.Most))
                .OrderBy(range => range.Since).ToArray(),
            StringComparer.Ordinal);

    /// <summary>The least and the greatest number of inputs from a version on.</summary>
    private readonly record struct Range(int Since, int Least, int Most);
}
