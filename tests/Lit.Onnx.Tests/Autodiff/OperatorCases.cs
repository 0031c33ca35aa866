using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Operators with broadcasting, negative axes, optional inputs and the spellings of older versions.</summary>
internal static partial class OperatorCases
{
    public static IEnumerable<OperatorCase> All =>
    [
        .. Unary, .. Arithmetic, .. Selection, .. Products, .. Normalization, .. Reductions, .. Layout, .. Indexing, .. Spatial,
        .. Attention, .. Fused, .. Classical, .. Sampling, .. Signal, .. Further,
    ];

    private static IEnumerable<OperatorCase> Unary =>
    [
        .. ((string[])["Neg", "Identity", "Exp", "Abs", "Tanh", "Sigmoid", "Relu", "LeakyRelu", "Sin", "Cos", "LogSoftmax", "Softmax"])
            .Select(op => new OperatorCase(op, "", X(2, 3, 4))),
        .. ((string[])["Log", "Sqrt", "Reciprocal"]).Select(op => new OperatorCase(op, "", Positive(2, 3))),
        .. ((string[])
            [
                "Erf", "Elu", "Selu", "Celu", "ThresholdedRelu", "Softplus", "Softsign", "HardSwish", "Tan", "Asin", "Acos", "Atan",
                "Sinh", "Cosh", "Asinh", "Atanh", "HardSigmoid",
            ]).Select(op => new OperatorCase(op, "", Small(2, 3)) { Single = true }),
        new("Acosh", "", Of([1.5, 2, 3, 4.5], 2, 2)) { Single = true },
        new("Elu", "alpha", X(2, 3)) { Single = true, Attributes = n => n.Set("alpha", 0.7f) },
        new("Celu", "alpha", X(2, 3)) { Single = true, Attributes = n => n.Set("alpha", 0.7f) },
        new("LeakyRelu", "alpha", X(2, 3)) { Attributes = n => n.Set("alpha", 0.3f) },
        new("HardSigmoid", "alpha and beta", X(2, 3)) { Single = true, Attributes = n => { n.Set("alpha", 0.13f); n.Set("beta", 0.4f); } },
        new("Mish", "", X(2, 3)) { Single = true },
        new("Gelu", "exact", X(2, 5)) { Opset = 20, Single = true },
        new("Gelu", "by tanh", X(2, 5)) { Opset = 20, Single = true, Attributes = n => n.Set("approximate", "tanh") },
        new("Gelu", "of the runtime", X(2, 5)) { Single = true, Domain = Operators.Microsoft },
        new("FastGelu", "of the runtime", X(2, 5)) { Single = true, Domain = Operators.Microsoft },
        new("QuickGelu", "of the runtime", X(2, 5)) { Single = true, Domain = Operators.Microsoft, Attributes = n => n.Set("alpha", 1.702f) },
        new("Cast", "to itself", X(2, 3)) { Attributes = n => n.Set("to", 11) },
        new("Dropout", "for inference", X(2, 3)),
        new("Dropout", "with an attribute", X(2, 3)) { Opset = 10, Attributes = n => n.Set("ratio", 0.3f) },
    ];

    private static IEnumerable<OperatorCase> Arithmetic =>
    [
        .. ((string[])["Add", "Sub", "Mul", "Div"]).SelectMany(op => new OperatorCase[]
        {
            new(op, "equal shapes", X(2, 3), Positive(2, 3)),
            new(op, "both sides broadcast", X(3, 1, 4), Positive(1, 2, 1)),
            new(op, "of another rank", X(2, 3, 4), Positive(4)),
            new(op, "with a number", X(2, 3), Positive()),
            new(op, "a number first", X(), Positive(2, 3)),
        }),
        new("Sum", "of three", X(2, 3), X(3), X(2, 1)),
        new("Sum", "of one", X(2, 3)),
        new("Mean", "of two", X(2, 3), X(3)) { Single = true },
        new("Max", "of three", X(2, 3), X(3), X(2, 1)),
        new("Min", "of two", X(2, 3), X(3)),
        new("Pow", "squared", X(2, 3), Constant(2)),
        new("Pow", "cubed", X(2, 3), Constant(3)),
        new("Pow", "root", Positive(2, 3), Constant(0.5)),
        new("Pow", "inverse root", Positive(2, 3), Constant(-0.5)),
        new("Pow", "inverse", Positive(2, 3), Constant(-1)),
        new("Pow", "other exponents", Positive(2, 3), Constant(2.7)),
        new("Pow", "a whole exponent", X(2, 3), Integers([2])),
        new("Pow", "both move", Positive(2, 3), X(3)),
        new("Mod", "as C", Positive(2, 3), Constant(0.9)) { Attributes = n => n.Set("fmod", 1L) },
    ];

    private static IEnumerable<OperatorCase> Selection =>
    [
        new("Where", "broadcast", Booleans([1, 0, 1], 3), X(2, 1), X(2, 3)),
        new("Where", "broadcast condition", Booleans([1, 0], 2, 1), X(3), X()),
        new("Clip", "both bounds", X(2, 3), Constant(-0.7), Constant(0.8)),
        new("Clip", "upper bound", X(2, 3), null, Constant(0.3)),
        new("Clip", "no bound", X(2, 3)),
        new("Clip", "bounds as attributes", X(2, 3)) { Opset = 7, Single = true, Attributes = n => { n.Set("min", -0.5f); n.Set("max", 0.5f); } },
        new("PRelu", "one slope a channel", X(2, 3, 2), Positive(3, 1)),
        new("CumSum", "", X(2, 4), Integers(1)),
        new("CumSum", "exclusive, reverse", X(2, 4), Integers(-1)) { Attributes = n => { n.Set("exclusive", 1L); n.Set("reverse", 1L); } },
        new("Trilu", "upper", X(3, 4)),
        new("Trilu", "lower, above the diagonal", X(2, 3, 4), Integers(1)) { Attributes = n => n.Set("upper", 0L) },
    ];

    private static IEnumerable<OperatorCase> Products =>
    [
        new("MatMul", "matrices", X(3, 4), X(4, 2)),
        new("MatMul", "batch times weights", X(2, 3, 4), X(4, 2)),
        new("MatMul", "batches", X(2, 3, 4), X(2, 4, 2)),
        new("MatMul", "broadcast batches", X(2, 1, 3, 4), X(5, 4, 2)),
        new("MatMul", "vectors", X(4), X(4)),
        new("MatMul", "matrix and vector", X(2, 3, 4), X(4)),
        new("MatMul", "vector and matrices", X(4), X(2, 4, 3)),
        .. from ta in (long[])[0, 1]
           from tb in (long[])[0, 1]
           select new OperatorCase("Gemm", $"transA {ta}, transB {tb}", ta == 0 ? X(3, 4) : X(4, 3), tb == 0 ? X(4, 2) : X(2, 4), X(2))
           {
               Attributes = n => { n.Set("alpha", 0.7f); n.Set("beta", 1.3f); n.Set("transA", ta); n.Set("transB", tb); },
           },
        new("Gemm", "without a third", X(3, 4), X(4, 2)),
        new("Gemm", "a column", X(3, 4), X(4, 2), X(3, 1)),
    ];

    private static IEnumerable<OperatorCase> Normalization =>
    [
        new("Softmax", "axis 1", X(2, 3, 4)) { Attributes = n => n.Set("axis", 1L) },
        new("Softmax", "over all that follows", X(2, 3, 4)) { Opset = 11 },
        new("LogSoftmax", "over all that follows", X(2, 3, 4)) { Opset = 11, Attributes = n => n.Set("axis", 1L) },
        new("LogSoftmax", "axis -2", X(2, 3, 4)) { Attributes = n => n.Set("axis", -2L) },
        new("LayerNormalization", "", X(2, 3, 5), Positive(5), X(5)) { Single = true },
        new("LayerNormalization", "without shift, two axes", X(2, 3, 4), Positive(3, 4)) { Single = true, Attributes = n => n.Set("axis", 1L) },
        new("BatchNormalization", "", X(2, 3, 4), Positive(3), X(3), ConstantOf(3), PositiveConstant(3)),
        new("BatchNormalization", "of rank 2", X(4, 3), Positive(3), X(3), ConstantOf(3), PositiveConstant(3)) { Opset = 9 },
        new("InstanceNormalization", "", X(2, 3, 5), Positive(3), X(3)) { Single = true },
        new("RMSNormalization", "", X(2, 3, 5), Positive(5)) { Opset = 23, Single = true },
    ];

    private static IEnumerable<OperatorCase> Reductions =>
    [
        .. from op in (string[])["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp", "ReduceLogSum"]
           from form in (string[])["kept", "dropped", "all", "attribute"]
           select Reduction(op, form),
        new("ReduceSum", "axes at run time", X(2, 3, 4), Fed([0, 2])),
        new("ReduceMean", "axes at run time", X(2, 3, 4), Fed([-1])),
        new("ReduceSum", "no axes, nothing to do", X(2, 3)) { Attributes = n => n.Set("noop_with_empty_axes", 1L) },
    ];

    private static IEnumerable<OperatorCase> Layout =>
    [
        new("Reshape", "", X(2, 3, 4), Integers([0, -1])),
        new("Flatten", "", X(2, 3, 4)) { Attributes = n => n.Set("axis", 2L) },
        new("Squeeze", "", X(2, 1, 3, 1), Integers([1, -1])),
        new("Squeeze", "axes as attribute", X(2, 1, 3)) { Opset = 11, Attributes = n => n.Set("axes", [1]) },
        new("Unsqueeze", "", X(2, 3), Integers([0, -1])),
        new("Unsqueeze", "axes as attribute", X(2, 3)) { Opset = 11, Attributes = n => n.Set("axes", [0, 3]) },
        new("Transpose", "reversed", X(2, 3, 4)),
        new("Transpose", "", X(2, 3, 4)) { Attributes = n => n.Set("perm", [1, 2, 0]) },
        new("Expand", "", X(3, 1), Integers([2, 1, 4])),
        new("Tile", "", X(2, 3), Integers([2, 3])),
        new("Concat", "three", X(2, 1), X(2, 3), X(2, 2)) { Attributes = n => n.Set("axis", -1L) },
        new("Split", "sizes, one part unused", X(2, 6), Integers([1, 3, 2])) { Outputs = 3, Output = 1, Attributes = n => n.Set("axis", 1L) },
        new("Split", "sizes as attribute", X(6, 2)) { Opset = 11, Outputs = 2, Output = 1, Attributes = n => n.Set("split", [2, 4]) },
        new("Split", "equal parts", X(2, 6)) { Opset = 13, Outputs = 3, Output = 2, Attributes = n => n.Set("axis", 1L) },
        new("DepthToSpace", "", X(1, 8, 2, 3)) { Attributes = n => n.Set("blocksize", 2L) },
        new("DepthToSpace", "columns first", X(1, 8, 2, 3)) { Attributes = n => { n.Set("blocksize", 2L); n.Set("mode", "CRD"); } },
        new("SpaceToDepth", "", X(1, 2, 4, 6)) { Attributes = n => n.Set("blocksize", 2L) },
        new("Pad", "", X(2, 3), Integers([0, 1, 2, 0]), Constant(0.5)),
        new("Pad", "some axes, cut off", X(2, 3, 4), Integers([-1, 1, 2, -1]), null, Integers([1, -1])),
        new("Pad", "reflect", X(2, 4), Integers([0, 2, 0, 3])) { Attributes = n => n.Set("mode", "reflect") },
        new("Pad", "edge", X(2, 3), Integers([1, 2, 0, 1])) { Attributes = n => n.Set("mode", "edge") },
        new("Pad", "pads as attribute", X(2, 3)) { Opset = 7, Single = true, Attributes = n => { n.Set("pads", [0, 1, 2, 0]); n.Set("value", 0.5f); } },
    ];

    private static IEnumerable<OperatorCase> Indexing =>
    [
        new("Slice", "", X(4, 5), Integers([1, 0]), Integers([3, 2]), Integers([0, 1])),
        new("Slice", "from the end, to the end", X(4, 5), Integers([-2]), Integers([long.MaxValue]), Integers([1])),
        new("Slice", "all axes", X(4, 5), Integers([1, 1]), Integers([-1, 100])),
        new("Slice", "steps", X(5, 6), Integers([0, 4]), Integers([5, 0]), Integers([0, 1]), Integers([2, -2])),
        new("Slice", "starts at run time", X(4, 5), Fed([1]), Fed([3]), Integers([1])),
        new("Slice", "as attributes", X(4, 5)) { Opset = 9, Attributes = n => { n.Set("starts", [1]); n.Set("ends", [4]); n.Set("axes", [1]); } },
        new("Gather", "one row", X(3, 4, 2), Integers(0)) { Attributes = n => n.Set("axis", 1L) },
        new("Gather", "the last row", X(3, 4, 2), Integers(-1)) { Attributes = n => n.Set("axis", 1L) },
        new("Gather", "one row, axis kept", X(3, 4, 2), Integers([2])) { Attributes = n => n.Set("axis", -2L) },
        new("Gather", "several, one twice", X(3, 4), Integers([2, 0, 2, -1])) { Attributes = n => n.Set("axis", 1L) },
        new("Gather", "a matrix at run time", X(3, 4), Fed([2, 0, 2, -1, 1, 1], 2, 3)),
        new("GatherElements", "", X(3, 3), Fed([0, 2, 0, 1, 1, -1], 2, 3)) { Attributes = n => n.Set("axis", 0L) },
        new("GatherND", "", X(3, 4, 2), Fed([0, 1, 2, 3, 0, 1], 3, 2) with { IsConstant = true }),
        new("TopK", "", X(3, 5), Integers([2])) { Outputs = 2 },
        new("TopK", "k as attribute", X(3, 5)) { Opset = 9, Outputs = 2, Attributes = n => n.Set("k", 2L) },
        new("ScatterElements", "", X(3, 3), Fed([0, 2, 1], 1, 3), X(1, 3)),
        new("ScatterElements", "added", X(3, 3), Fed([0, 2, 1, 0, 1, 1], 2, 3), X(2, 3)) { Attributes = n => n.Set("reduction", "add") },
        new("ScatterND", "", X(4, 2), Fed([1, 3], 2, 1), X(2, 2)),
        new("ScatterND", "added", X(4, 2), Fed([1, 1], 2, 1), X(2, 2)) { Attributes = n => n.Set("reduction", "add") },
    ];

    private static IEnumerable<OperatorCase> Spatial =>
    [
        Convolution("plain", X(2, 3, 6, 5), ConstantOf(4, 3, 3, 3)),
        Convolution("strides, pads", X(1, 2, 7, 6), ConstantOf(3, 2, 3, 3), n => { n.Set("strides", [2, 2]); n.Set("pads", [1, 0, 1, 1]); }),
        Convolution("dilated", X(1, 2, 7, 7), ConstantOf(2, 2, 2, 2), n => n.Set("dilations", [2, 3])),
        Convolution("one kernel a channel", X(1, 4, 5, 5), ConstantOf(4, 1, 3, 3), n => { n.Set("group", 4L); n.Set("pads", [1, 1, 1, 1]); }),
        Convolution("same size", X(1, 2, 5, 5), ConstantOf(2, 2, 3, 3), n => n.Set("auto_pad", "SAME_UPPER")),
        Convolution("one dimension", X(2, 3, 8), ConstantOf(4, 3, 3), n => n.Set("strides", [2])),
        new("Conv", "with bias", X(1, 2, 4, 4), ConstantOf(3, 2, 2, 2), X(3)) { Single = true },
        new("ConvTranspose", "strides, pads", X(1, 3, 4, 4), ConstantOf(3, 2, 3, 3))
        {
            Single = true, Attributes = n => { n.Set("strides", [2, 2]); n.Set("pads", [1, 1, 1, 1]); n.Set("output_padding", [1, 1]); },
        },
        Pool("MaxPool", "overlapping", n => { n.Set("kernel_shape", [3, 3]); n.Set("strides", [2, 2]); n.Set("pads", [1, 1, 1, 1]); }),
        Pool("MaxPool", "dilated", n => { n.Set("kernel_shape", [2, 2]); n.Set("dilations", [2, 2]); }),
        Pool("MaxPool", "rounded up", n => { n.Set("kernel_shape", [2, 2]); n.Set("strides", [2, 2]); n.Set("ceil_mode", 1L); }),
        Pool("AveragePool", "plain", n => { n.Set("kernel_shape", [2, 2]); n.Set("strides", [2, 2]); }),
        Pool("AveragePool", "padding not counted", n => { n.Set("kernel_shape", [3, 3]); n.Set("strides", [2, 2]); n.Set("pads", [1, 1, 1, 1]); }),
        Pool("AveragePool", "padding counted", n => { n.Set("kernel_shape", [3, 3]); n.Set("pads", [1, 1, 1, 1]); n.Set("count_include_pad", 1L); }),
        Pool("GlobalAveragePool", "", _ => { }),
        Pool("GlobalMaxPool", "", _ => { }),
        Resized("nearest", "asymmetric", [2, 3]),
        Resized("linear", "half_pixel", [2, 1.5]),
        Resized("linear", "align_corners", [1.5, 2]),
        Resized("cubic", "half_pixel", [2, 2]),
        new("Resize", "to a size", X(1, 2, 3, 4), null, null, Integers([1, 2, 5, 6]))
        {
            Single = true, Attributes = n => { n.Set("mode", "linear"); n.Set("coordinate_transformation_mode", "pytorch_half_pixel"); },
        },
        new("Upsample", "", X(1, 2, 3, 4), Constants([1, 1, 2, 2])) { Opset = 9, Single = true, Attributes = n => n.Set("mode", "nearest") },
    ];

    private static Argument X(params long[] shape) => Random(-2, 2, shape);

    private static Argument Small(params long[] shape) => Random(-0.8, 0.8, shape);

    private static Argument Positive(params long[] shape) => Random(0.4, 2, shape);

    /// <summary>Numbers that are apart from each other and from 0, 0.3, 0.5 … where functions have kinks.</summary>
    private static Argument Random(double from, double to, long[] shape)
    {
        int count = (int)shape.Aggregate(1L, (a, b) => a * b);
        var random = new TestRandom((count * 31) + shape.Length);
        double[] even = [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * (i + 0.37) / count))];
        return new(new([.. even.OrderBy(_ => random.Next(0, 1))], shape));
    }

    private static Argument Of(double[] values, params long[] shape) => new(new(values, shape));

    private static Argument Constant(double value) => new(new([value], []), IsConstant: true);

    private static Argument Constants(double[] values) => new(new(values, [values.Length]), OnnxElementType.Float, IsConstant: true);

    private static Argument ConstantOf(params long[] shape) => X(shape) with { IsConstant = true };

    private static Argument PositiveConstant(params long[] shape) => Positive(shape) with { IsConstant = true };

    private static Argument Integers(long[] values) =>
        new(new([.. values.Select(v => (double)v)], [values.Length]), OnnxElementType.Int64, IsConstant: true);

    private static Argument Integers(long value) => new(new([value], []), OnnxElementType.Int64, IsConstant: true);

    private static Argument Fed(long[] values, params long[] shape) =>
        new(new([.. values.Select(v => (double)v)], shape.Length == 0 ? [values.Length] : shape), OnnxElementType.Int64);

    private static Argument Booleans(double[] values, params long[] shape) => new(new(values, shape), OnnxElementType.Bool);

    private static OperatorCase Reduction(string op, string form)
    {
        var x = op == "ReduceLogSum" ? Positive(2, 3, 4) : X(2, 3, 4);
        return form switch
        {
            "kept" => new(op, "axes kept", x, Integers([0, -1])),
            "dropped" => new(op, "axes dropped", x, Integers([1])) { Attributes = n => n.Set("keepdims", 0L) },
            "all" => new(op, "all axes", x) { Attributes = n => n.Set("keepdims", 0L) },
            _ => new(op, "axes as attribute", x) { Opset = 11, Attributes = n => { n.Set("axes", [-2]); n.Set("keepdims", 0L); } },
        };
    }

    private static OperatorCase Convolution(string what, Argument x, Argument w, Action<NodeProto>? attributes = null) =>
        new("Conv", what, x, w) { Single = true, Attributes = attributes ?? (_ => { }) };

    private static OperatorCase Pool(string op, string what, Action<NodeProto> attributes) =>
        new(op, what, X(1, 2, 5, 5)) { Single = true, Attributes = attributes };

    private static OperatorCase Resized(string mode, string coordinates, double[] scales) =>
        new("Resize", $"{mode}, {coordinates}", X(1, 2, 3, 4), null, Constants([1, 1, .. scales]))
        {
            Single = true,
            Attributes = n =>
            {
                n.Set("mode", mode);
                n.Set("coordinate_transformation_mode", coordinates);
                if (mode == "nearest")
                {
                    n.Set("nearest_mode", "floor");
                }
            },
        };
}
