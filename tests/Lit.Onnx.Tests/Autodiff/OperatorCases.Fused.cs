using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff;

/// <content>What the runtime fuses, and classical models.</content>
internal static partial class OperatorCases
{
    private static IEnumerable<OperatorCase> Fused =>
    [
        Fuse("SkipLayerNormalization", "", [X(2, 3, 5), X(2, 3, 5), Positive(5), X(5), X(5)]),
        Fuse("SkipLayerNormalization", "a skip without batch, no shift", [X(2, 3, 5), X(3, 5), Positive(5)]),
        new("SkipLayerNormalization", "its sum", X(2, 3, 5), X(2, 3, 5), Given(Positive(5)), Given(X(5))) { Domain = Operators.Microsoft, Single = true, Outputs = 4, Output = 3 },
        Fuse("SkipSimplifiedLayerNormalization", "", [X(2, 3, 5), X(2, 3, 5), Positive(5), X(5)], n => n.Set("epsilon", 1e-6f)),
        new("SimplifiedLayerNormalization", "", X(2, 3, 5), Positive(5)) { Single = true, Attributes = n => n.Set("epsilon", 1e-6f) },
        Fuse("BiasGelu", "", [X(2, 3, 4), X(4)]),
        Fuse("FastGelu", "with a bias", [X(2, 3, 4), X(4)]),
        Fuse("BiasSplitGelu", "", [X(2, 3, 8), X(8)]) with { HasNoKernel = true },
        Fuse("BiasAdd", "", [X(2, 3, 4), X(4), X(2, 3, 4)]) with { HasNoKernel = true },
        Fuse("BiasSoftmax", "", [X(2, 3, 4), X(1, 1, 4)], n => { n.Set("axis", 2L); n.Set("is_inner_broadcast", 1L); }) with { HasNoKernel = true },
        .. from ta in (long[])[0, 1]
           from tb in (long[])[0, 1]
           select Fuse("FusedMatMul", $"transA {ta}, transB {tb}", [ta == 0 ? X(2, 3, 4) : X(2, 4, 3), tb == 0 ? X(2, 4, 5) : X(2, 5, 4)], n =>
           {
               n.Set("transA", ta);
               n.Set("transB", tb);
               n.Set("alpha", 0.7f);
           }),
        Fuse("FusedMatMul", "batches inside", [X(3, 2, 4), X(3, 2, 4)], n => { n.Set("transBatchA", 1L); n.Set("transBatchB", 1L); n.Set("transB", 1L); }),
        Fuse("TransposeMatMul", "", [X(2, 4, 3), X(4, 5)], n => n.Set("transA", 1L)),
        Fuse("FusedMatMulActivation", "", [X(2, 3, 4), X(4, 5)], n => n.Set("activation", "Tanh")) with { HasNoKernel = true },
        .. from activation in (string[])["Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "Softplus", "Elu"]
           select Fuse("FusedGemm", activation, [X(3, 4), X(5, 4), X(5)], n =>
           {
               n.Set("transB", 1L);
               n.Set("activation", activation);
               n.Set("activation_alpha", 0.3f);
               n.Set("activation_beta", 0.4f);
           }),
        Fuse("FusedConv", "relu, a sum", [X(1, 2, 5, 5), Small(3, 2, 3, 3), X(3), X(1, 3, 5, 5)], n =>
        {
            n.Set("activation", "Relu");
            n.Set("pads", [1, 1, 1, 1]);
        }),
        Fuse("FusedConv", "clip", [X(1, 2, 5, 5), Small(3, 2, 3, 3), X(3)], n =>
        {
            n.Set("activation", "Clip");
            n.SetFloats("activation_params", [-1, 1.5f]);
        }),
        Fuse("NhwcConv", "", [X(1, 5, 5, 2), X(3, 3, 3, 2), X(3)], n => n.Set("strides", [2, 2])) with { HasNoKernel = true },
        Fuse("NhwcFusedConv", "", [X(1, 5, 5, 2), X(3, 3, 3, 2), X(3)], n => n.Set("activation", "Tanh")) with { HasNoKernel = true },
        Fuse("GroupNorm", "", [X(2, 3, 3, 4), X(4), X(4)], n => { n.Set("groups", 2L); n.Set("activation", 1L); }) with { HasNoKernel = true },
        Fuse("SkipGroupNorm", "", [X(2, 3, 3, 4), X(4), X(4), X(2, 4), X(4)], n => n.Set("groups", 2L), outputs: 2) with { HasNoKernel = true },
        Fuse("Inverse", "", [Apart(2, 3, 3)]),
        Fuse("Trilu", "of the runtime", [X(3, 4)]),
    ];

    private static IEnumerable<OperatorCase> Classical =>
    [
        Learned("Scaler", "", [X(3, 4)], n => { n.SetFloats("offset", [0.1f, 0.2f, 0.3f, -0.4f]); n.SetFloats("scale", [1, 2, -3, 0.5f]); }),
        Learned("Scaler", "one scale", [X(3, 4)], n => { n.SetFloats("offset", [0.3f]); n.SetFloats("scale", [2]); }),
        .. from norm in (string[])["MAX", "L1", "L2"]
           select Learned("Normalizer", norm, [X(3, 4)], n => n.Set("norm", norm)),
        .. from transform in (string[])["NONE", "SOFTMAX", "SOFTMAX_ZERO", "LOGISTIC"]
           select Learned("LinearRegressor", transform, [X(3, 4)], n =>
           {
               n.SetFloats("coefficients", [1, -2, 0.5f, 0.3f, 0.2f, 0.7f, -0.6f, 0.4f]);
               n.SetFloats("intercepts", [0.3f, -0.2f]);
               n.Set("targets", 2L);
               n.Set("post_transform", transform);
           }),
        .. from transform in (string[])["NONE", "SOFTMAX", "SOFTMAX_ZERO", "LOGISTIC"]
           from classes in (int[])[2, 3]
           select Learned("LinearClassifier", $"{classes} classes, {transform}", [X(3, 4)], n =>
           {
               n.SetFloats("coefficients", [.. Enumerable.Range(0, 4 * classes).Select(i => (float)Math.Sin(i + 1))]);
               n.SetFloats("intercepts", [.. Enumerable.Range(0, classes).Select(i => 0.2f * i)]);
               n.Set("classlabels_ints", [.. Enumerable.Range(0, classes).Select(i => (long)i)]);
               n.Set("post_transform", transform);
           }) with { Outputs = 2, Output = 1 },
        .. from transform in (string[])["NONE", "LOGISTIC"]
           select Learned("LinearClassifier", $"one score of two classes, {transform}", [Small(3, 4)], n =>
           {
               n.SetFloats("coefficients", [0.1f, -0.2f, 0.05f, 0.03f]);
               n.SetFloats("intercepts", [0.5f]);
               n.Set("classlabels_ints", [0, 1]);
               n.Set("post_transform", transform);
           }) with { Outputs = 2, Output = 1 },
        Learned("LinearRegressor", "PROBIT", [Small(3, 4)], n =>
        {
            n.SetFloats("coefficients", [0.1f, -0.1f, 0.05f, 0.03f]);
            n.SetFloats("intercepts", [0.78f]);
            n.Set("post_transform", "PROBIT");
        }) with { ForwardTolerance = 1e-3 },
        .. from kernel in (string[])["LINEAR", "POLY", "RBF", "SIGMOID"]
           select Learned("SVMRegressor", kernel, [Small(3, 2)], n =>
           {
               n.SetFloats("coefficients", [0.7f, -0.4f, 0.3f]);
               n.SetFloats("support_vectors", [0.1f, 0.2f, -0.3f, 0.5f, 0.6f, -0.2f]);
               n.SetFloats("kernel_params", [0.5f, 2, 3]);
               n.SetFloats("rho", [0.2f]);
               n.Set("n_supports", 3L);
               n.Set("kernel_type", kernel);
           }),
        Learned("SVMRegressor", "without support vectors", [X(3, 2)], n =>
        {
            n.SetFloats("coefficients", [0.7f, -0.4f]);
            n.SetFloats("rho", [0.2f]);
            n.SetFloats("support_vectors", []);
            n.SetFloats("kernel_params", [0, 0, 0]);
            n.Set("kernel_type", "LINEAR");
            n.Set("n_supports", 0L);
        }),
        Learned("Imputer", "", [X(3, 2)], n => { n.SetFloats("imputed_value_floats", [0.5f, 1.5f]); n.Set("replaced_value_float", 9f); }),
        Learned("FeatureVectorizer", "", [X(3, 2), X(3, 1)], n => n.Set("inputdimensions", [2, 1])),
        Learned("ArrayFeatureExtractor", "", [X(3, 4), Fixed(Fed([2, 0, 2], 3))]),
    ];

    private static OperatorCase Learned(string op, string what, Argument?[] arguments, Action<Protos.NodeProto>? attributes = null) =>
        new(op, what, arguments) { Domain = Operators.MachineLearning, Single = true, Attributes = attributes ?? (_ => { }) };

    /// <summary>Matrices that are far from singular.</summary>
    private static Argument Apart(params long[] shape)
    {
        var x = Small(shape);
        long n = shape[^1];
        double[] values = [.. x.Values.Values.Select((v, i) => v + (i / n % n == i % n ? 3 : 0))];
        return x with { Values = new(values, shape), KeepsOrder = true };
    }
}
