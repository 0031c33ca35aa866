using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff;

/// <content>Sampling, transforms and the rest of the standard operators.</content>
internal static partial class OperatorCases
{
    private static IEnumerable<OperatorCase> Sampling =>
    [
        .. from mode in (string[])["bilinear", "nearest", "bicubic"]
           from padding in (string[])["zeros", "border", "reflection"]
           from corners in (long[])[0, 1]
           select new OperatorCase("GridSample", $"{mode}, {padding}, corners {corners}", X(1, 2, 4, 5), mode == "nearest" ? Fixed(Places(1, 2, 3, 2)) : Places(1, 2, 3, 2))
           {
               Opset = 16, Single = true, Attributes = n => { n.Set("mode", mode); n.Set("padding_mode", padding); n.Set("align_corners", corners); },
           },
        new("GridSample", "linear in three dimensions", X(2, 2, 3, 4, 3), Places(2, 1, 2, 2, 3)) { Opset = 20, Single = true, Attributes = n => n.Set("mode", "linear") },
        .. from corners in (long[])[0, 1]
           from flat in (bool[])[true, false]
           select new OperatorCase("AffineGrid", $"{(flat ? "plane" : "space")}, corners {corners}", flat ? X(2, 2, 3) : X(1, 3, 4), Integers(flat ? [2, 1, 3, 4] : [1, 1, 2, 3, 2]))
           {
               Opset = 20, Single = true, Attributes = n => n.Set("align_corners", corners),
           },
        new("RoiAlign", "", X(2, 2, 6, 6), Fixed(Regions(0.3, 0.6, 4.2, 5.1, 1.2, 0.4, 5.5, 3.7)), Fixed(Fed([1, 0])))
        {
            Single = true, Attributes = n => { n.Set("output_height", 2L); n.Set("output_width", 3L); n.Set("sampling_ratio", 2L); },
        },
        new("RoiAlign", "as many samples as needed", X(1, 2, 6, 6), Fixed(Regions(0.3, 0.6, 4.2, 5.1)), Fixed(Fed([0])))
        {
            Single = true, Attributes = n => { n.Set("output_height", 2L); n.Set("output_width", 2L); n.Set("spatial_scale", 0.8f); },
        },
        new("MaxRoiPool", "", X(2, 2, 6, 6), Fixed(new Argument(new([1, 0, 0, 4, 5, 0, 1, 2, 5, 5], [2, 5]))))
        {
            Single = true, Attributes = n => n.Set("pooled_shape", [2, 3]),
        },
        new("Col2Im", "", X(1, 8, 12), Integers([5, 4]), Integers([2, 2])) { Single = true },
        new("Col2Im", "strides, pads, dilations", X(2, 8, 8), Integers([5, 5]), Integers([2, 2]))
        {
            Single = true, Attributes = n => { n.Set("strides", [2, 1]); n.Set("dilations", [2, 1]); n.Set("pads", [1, 0, 0, 0]); },
        },
        .. from policy in (string[])["not_larger", "not_smaller"]
           select new OperatorCase("Resize", $"keeping its shape, {policy}", X(1, 2, 4, 6), null, null, Integers([6, 7]))
           {
               Single = true, Attributes = n => { n.Set("mode", "linear"); n.Set("axes", [2, 3]); n.Set("keep_aspect_ratio_policy", policy); },
           },
        new("Resize", "a region", X(1, 2, 4, 5), Constants([0, 0, 0.2, 0.1, 1, 1, 0.9, 0.8]), null, Integers([1, 2, 3, 4]))
        {
            Single = true, Attributes = n => { n.Set("mode", "linear"); n.Set("coordinate_transformation_mode", "tf_crop_and_resize"); },
        },
        new("Resize", "smaller, antialiased", X(1, 2, 6, 8), null, Constants([1, 1, 0.5, 0.6]))
        {
            Single = true, Attributes = n => { n.Set("mode", "linear"); n.Set("antialias", 1L); },
        },
        new("Resize", "cubic, antialiased, without what lies outside", X(1, 2, 6, 8), null, Constants([1, 1, 0.6, 0.5]))
        {
            Single = true, Attributes = n => { n.Set("mode", "cubic"); n.Set("antialias", 1L); n.Set("exclude_outside", 1L); },
        },
        .. from rounding in (string[])["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]
           select new OperatorCase("Resize", $"nearest, {rounding}", X(1, 1, 3, 4), null, Constants([1, 1, 1.7, 0.6]))
           {
               Single = true, Attributes = n => n.Set("nearest_mode", rounding),
           },
        new("Upsample", "scales as attribute", X(1, 2, 3, 4)) { Opset = 7, Single = true, Attributes = n => { n.Set("mode", "linear"); n.SetFloats("scales", [1, 1, 2, 2]); } },
    ];

    private static IEnumerable<OperatorCase> Signal =>
    [
        .. from inverse in (long[])[0, 1]
           from channels in (long[])[1, 2]
           select new OperatorCase("DFT", $"inverse {inverse}, {channels} parts", X(2, 6, channels)) { Opset = 17, Attributes = n => n.Set("inverse", inverse) },
        new("DFT", "one side", X(2, 6, 1)) { Opset = 17, Attributes = n => n.Set("onesided", 1L) },
        new("DFT", "one side, odd", X(2, 5, 1)) { Opset = 17, Attributes = n => n.Set("onesided", 1L) },
        new("DFT", "longer", X(2, 5, 2), Integers(8)) { Opset = 17 },
        new("DFT", "shorter, another axis", X(2, 3, 6, 2), Integers(4)) { Opset = 17, Attributes = n => n.Set("axis", 2L) },
        new("DFT", "its axis as input", X(2, 5, 3, 1), null, Integers(1)) { Opset = 20 },
        new("DFT", "the last axis", X(2, 5, 3, 2)) { Opset = 20 },
        new("STFT", "a window", X(2, 12, 1), Integers(3), Positive(4)) { Opset = 17, Single = true },
        new("STFT", "both sides, a length", X(1, 12, 1), Integers(2), null, Integers(5)) { Opset = 17, Single = true, Attributes = n => n.Set("onesided", 0L) },
    ];

    private static IEnumerable<OperatorCase> Further =>
    [
        .. from equation in (string[])["ij,jk->ik", "ij,jk", "ij,kj->i", "ij,jk->", " ij , jk -> ki "]
           select new OperatorCase("Einsum", equation, X(3, 4), equation.Contains("kj", StringComparison.Ordinal) ? X(2, 4) : X(4, 2)) { Opset = 12, Attributes = n => n.Set("equation", equation) },
        new("Einsum", "dots", X(2, 3, 4), X(4, 5)) { Opset = 12, Attributes = n => n.Set("equation", "...ij,jk->...ik") },
        new("Einsum", "dots that are repeated", X(1, 3, 4), X(5, 4, 2)) { Opset = 12, Attributes = n => n.Set("equation", "...ij,...jk->...ik") },
        new("Einsum", "dots, the result left out", X(2, 3, 4), X(2, 4, 3)) { Opset = 12, Attributes = n => n.Set("equation", "...ij,...jk") },
        new("Einsum", "a diagonal", X(2, 3, 3)) { Opset = 12, Attributes = n => n.Set("equation", "bii->bi") },
        new("Einsum", "a trace", X(3, 3)) { Opset = 12, Attributes = n => n.Set("equation", "ii") },
        new("Einsum", "a transposition", X(2, 3)) { Opset = 12, Attributes = n => n.Set("equation", "ij->ji") },
        new("Einsum", "three", X(2, 3), X(3, 4), X(4, 2)) { Opset = 12, Attributes = n => n.Set("equation", "ab,bc,ca->ac") },
        new("Det", "", Apart(2, 3, 3)) { Single = true },
        .. from form in (string[])["kept", "dropped", "all", "attribute"]
           select Reduction("ReduceProd", form) with { Single = true },
        new("ReduceProd", "with zeros", Of([0, 1.5, 2, 0.5, 0, 0, 3, 1, 2], 3, 3) with { KeepsOrder = true, IsExact = true }, Integers([1])) { Single = true },
        new("GroupNormalization", "", X(2, 4, 3), Positive(4), X(4)) { Opset = 21, Single = true, Attributes = n => n.Set("num_groups", 2L) },
        new("GroupNormalization", "a scale a group", X(2, 4, 3), Positive(2), X(2)) { Opset = 18, Single = true, Attributes = n => n.Set("num_groups", 2L), NeedsSizes = true },
        new("MeanVarianceNormalization", "", X(2, 3, 4, 2)) { Single = true },
        new("MeanVarianceNormalization", "axes", X(2, 3, 4)) { Single = true, Attributes = n => n.Set("axes", [1, 2]), HasNoKernel = true },
        new("LRN", "", X(2, 5, 3, 2)) { Single = true, Attributes = n => { n.Set("size", 3L); n.Set("alpha", 0.5f); n.Set("beta", 0.6f); n.Set("bias", 1.5f); } },
        new("LpNormalization", "", X(2, 3, 4)) { Single = true, Attributes = n => n.Set("axis", 1L) },
        new("LpNormalization", "absolute values", X(2, 3)) { Single = true, Attributes = n => n.Set("p", 1L) },
        .. from p in (long[])[1, 2, 3]
           select Pool("LpPool", $"p {p}", n => { n.Set("kernel_shape", [3, 2]); n.Set("strides", [2, 1]); n.Set("pads", [1, 0, 1, 0]); n.Set("p", p); }),
        Pool("LpPool", "rounded up, dilated", n => { n.Set("kernel_shape", [2, 2]); n.Set("strides", [2, 2]); n.Set("dilations", [2, 1]); n.Set("ceil_mode", 1L); }),
        .. from p in (long[])[1, 2, 3]
           select new OperatorCase("GlobalLpPool", $"p {p}", X(2, 3, 4)) { Single = true, Attributes = n => n.Set("p", p) },
        Pool("AveragePool", "rounded up", n => { n.Set("kernel_shape", [2, 3]); n.Set("strides", [2, 2]); n.Set("ceil_mode", 1L); }),
        Pool("AveragePool", "rounded up, padding counted", n => { n.Set("kernel_shape", [3, 3]); n.Set("strides", [2, 3]); n.Set("pads", [1, 1, 0, 1]); n.Set("ceil_mode", 1L); n.Set("count_include_pad", 1L); }),
        Pool("AveragePool", "dilated", n => { n.Set("kernel_shape", [2, 2]); n.Set("dilations", [2, 3]); }) with { Opset = 19 },
        Pool("AveragePool", "same size", n => { n.Set("kernel_shape", [3, 2]); n.Set("strides", [2, 2]); n.Set("auto_pad", "SAME_LOWER"); }),
        Pool("MaxPool", "same size", n => { n.Set("kernel_shape", [3, 2]); n.Set("strides", [2, 2]); n.Set("auto_pad", "SAME_UPPER"); }),
        Pool("MaxPool", "columns first", n => { n.Set("kernel_shape", [2, 2]); n.Set("storage_order", 1L); }),
        new("MaxUnpool", "", X(1, 1, 2, 2), Fed([0, 3, 10, 15], 1, 1, 2, 2)) { Single = true, Attributes = n => { n.Set("kernel_shape", [2, 2]); n.Set("strides", [2, 2]); } },
        new("MaxUnpool", "to a size", X(1, 1, 2, 2), Fed([0, 3, 11, 18], 1, 1, 2, 2), Integers([1, 1, 5, 5])) { Single = true, Attributes = n => { n.Set("kernel_shape", [2, 2]); n.Set("strides", [2, 2]); } },
        new("Conv", "weights move", X(2, 3, 6, 5), X(4, 3, 3, 3), X(4)) { Single = true, Attributes = n => { n.Set("strides", [2, 1]); n.Set("pads", [1, 0, 1, 1]); } },
        new("Conv", "weights of groups move", X(2, 4, 7), X(6, 2, 3)) { Single = true, Attributes = n => { n.Set("group", 2L); n.Set("dilations", [2]); n.Set("strides", [2]); } },
        new("Conv", "same size, strides", X(1, 2, 6, 7), X(3, 2, 3, 2)) { Single = true, Attributes = n => { n.Set("auto_pad", "SAME_LOWER"); n.Set("strides", [2, 2]); } },
        new("Conv", "in space", X(1, 2, 4, 3, 4), X(2, 2, 2, 2, 2)) { Single = true },
        new("ConvTranspose", "weights move", X(2, 3, 4, 4), X(3, 2, 3, 3), X(2)) { Single = true, Attributes = n => { n.Set("strides", [2, 1]); n.Set("pads", [1, 0, 0, 1]); } },
        new("ConvTranspose", "groups, dilated", X(1, 4, 5), X(4, 3, 3)) { Single = true, Attributes = n => { n.Set("group", 2L); n.Set("dilations", [2]); } },
        new("ConvTranspose", "to a size", X(1, 2, 3, 3), X(2, 2, 3, 3)) { Single = true, Attributes = n => { n.Set("strides", [3, 2]); n.Set("output_shape", [8, 6]); } },
        .. from auto in (string[])["SAME_UPPER", "SAME_LOWER", "VALID"]
           select new OperatorCase("ConvTranspose", auto, X(1, 2, 3, 4), X(2, 2, 3, 3)) { Single = true, Attributes = n => { n.Set("strides", [2, 2]); n.Set("auto_pad", auto); } },
        new("BatchNormalization", "statistics move", X(2, 3, 4), Positive(3), X(3), X(3), Positive(3)),
        new("Pad", "the fill value moves", X(2, 3), Integers([0, 1, 2, 0]), X()),
        new("Pad", "wrap", X(2, 4), Integers([0, 2, 0, 3])) { Opset = 19, Attributes = n => n.Set("mode", "wrap") },
        new("Clip", "bounds move", X(3, 4), Of([-0.71], []), Of([0.83], [])),
        new("Mod", "as C, the divisor moves", X(3, 3), Of([0.9, 1.1, 0.7], 3)) { Attributes = n => n.Set("fmod", 1L) },
        new("Shrink", "", X(3, 4)) { Single = true, Attributes = n => { n.Set("lambd", 0.6f); n.Set("bias", 0.2f); } },
        new("Compress", "along an axis", X(3, 4), Booleans([1, 0, 1], 3)) { Attributes = n => n.Set("axis", -2L) },
        new("Compress", "flat", X(2, 3), Booleans([0, 1, 1, 0, 1], 5)),
        new("ReverseSequence", "", X(4, 3, 2), Fed([4, 2, 1])),
        new("ReverseSequence", "examples first", X(3, 4), Fed([4, 2, 1])) { Attributes = n => { n.Set("batch_axis", 0L); n.Set("time_axis", 1L); } },
        new("CenterCropPad", "", X(5, 4), Integers([2, 7])),
        new("CenterCropPad", "one axis", X(2, 5, 3), Integers([8])) { Attributes = n => n.Set("axes", [-2]) },
        new("OneHot", "values move", Fixed(Fed([0, 2, 1])), Integers(4), X(2)) { Single = true },
        new("GatherND", "batches", X(2, 3, 4), Fixed(Fed([0, 2, 2, 1], 2, 2, 1))) { Attributes = n => n.Set("batch_dims", 1L) },
        new("GatherND", "batches of two", X(2, 3, 4), Fixed(Fed([0, 2, 1, 3, 3, 1], 2, 3, 1))) { Attributes = n => n.Set("batch_dims", 2L) },
        .. from reduction in (string[])["mul", "max", "min"]
           select new OperatorCase("ScatterElements", reduction, X(3, 3), Fed([0, 2, 1, 0, 1, 1], 2, 3), X(2, 3)) { Attributes = n => n.Set("reduction", reduction) },
        .. from reduction in (string[])["mul", "max", "min"]
           select new OperatorCase("ScatterND", reduction, X(4, 2), Fed([1, 1, 3], 3, 1), X(3, 2)) { Attributes = n => n.Set("reduction", reduction) },
        new("Scatter", "of version 9", X(3, 3), Fed([0, 2, 1], 1, 3), X(1, 3)) { Opset = 9 },
        new("TensorScatter", "", X(2, 5, 3), X(2, 2, 3), Fed([1, 3])) { Opset = 24, Single = true },
        new("TensorScatter", "circular", X(2, 2, 5, 3), X(2, 2, 2, 3), Fed([4, 2])) { Opset = 24, Single = true, Attributes = n => n.Set("mode", "circular") },
        .. from reduction in (string[])["none", "mean", "sum"]
           from op in (string[])["NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss"]
           select new OperatorCase(op, reduction, X(3, 4), Fixed(Fed([0, 3, 1])), Positive(4)) { Single = true, Attributes = n => n.Set("reduction", reduction) },
        .. from op in (string[])["NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss"]
           select new OperatorCase(op, "places, a class left out", X(2, 3, 4), Fixed(Fed([0, 2, 1, 1, 2, 0, -1, 1], 2, 4))) { Single = true, Attributes = n => n.Set("ignore_index", -1L) },
        new("Swish", "", X(2, 3)) { Opset = 24, Single = true, Attributes = n => n.Set("alpha", 1.3f) },
        new("CastLike", "", X(2, 3), Given(X(1))) { Opset = 15, Single = true },
        new("RMSNormalization", "two axes", X(2, 3, 4), Positive(3, 4)) { Opset = 23, Single = true, Attributes = n => n.Set("axis", 1L) },
    ];

    /// <summary>Places from a little outside of an image to a little outside, away from the middles between elements.</summary>
    private static Argument Places(params long[] shape)
    {
        var x = Random(-1.3, 1.3, shape);
        return x with { Values = new([.. x.Values.Values.Select(v => v + 0.013)], shape), KeepsOrder = true, IsExact = true };
    }

    private static Argument Regions(params double[] corners) => new(new(corners, [corners.Length / 4, 4]));
}
