using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>Straight-through gradients of operators that round: those of the arithmetic on numbers, and marked as such.</summary>
public sealed class QuantizedRuleTests
{
    /// <summary>The operators that are tested here, because they are constant between jumps.</summary>
    internal static readonly string[] Operators =
    [
        "ConvInteger", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "QLinearConv", "QLinearMatMul", "QuantizeLinear",
        "com.microsoft:DequantizeLinear", "com.microsoft:DynamicQuantizeMatMul", "com.microsoft:MatMulBnb4", "com.microsoft:MatMulFpQ4",
        "com.microsoft:MatMulIntegerToFloat", "com.microsoft:MatMulNBits", "com.microsoft:QGemm", "com.microsoft:QLinearAdd",
        "com.microsoft:QLinearAveragePool", "com.microsoft:QLinearConcat", "com.microsoft:QLinearGlobalAveragePool",
        "com.microsoft:QLinearLeakyRelu", "com.microsoft:QLinearMul", "com.microsoft:QLinearReduceMean", "com.microsoft:QLinearSigmoid",
        "com.microsoft:QLinearSoftmax", "com.microsoft:QuantizeLinear",
    ];

    private static readonly double[] Point = [0.31, -0.62, 1.23, -0.47, 0.92, 0.11, -1.3, 0.75, 0.05, -0.88, 0.66, -0.21];

    [TestCaseSource(nameof(Names))]
    public void The_gradient_is_that_of_the_arithmetic_without_rounding(string name)
    {
        var one = Cases().Single(c => c.Name == name);
        var (rounded, roundedValue) = Gradient(one.Rounded());
        var (exact, exactValue) = Gradient(one.Exact());

        Assert.Multiple(() =>
        {
            Assert.That(roundedValue.RelativeError(exactValue), Is.LessThan(one.Noise), "the two models compute the same up to rounding");
            Assert.That(rounded.RelativeError(exact), Is.LessThan(one.Tolerance));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Coverage_marks_what_counts_as_exact_although_it_is_rounded(string name)
    {
        var model = new DifferentiableModel(OnnxFile.Parse(Cases().Single(c => c.Name == name).Rounded().ToByteArray()));

        var coverage = model.Coverage("x");

        Assert.That(coverage.Where(c => c.Status == CoverageStatus.StraightThrough), Is.Not.Empty);
        Assert.That(coverage.Where(c => c.Status == CoverageStatus.Unsupported), Is.Empty);
    }

    [Test]
    public void Nothing_passes_where_a_number_leaves_the_range_of_the_integers()
    {
        var model = new QuantizedGraph().Input("x", 1, 4).Number("scale", 0.01).Byte("zero", 100)
            .Node("QuantizeLinear", ["x", "scale", "zero"], "q").Node("DequantizeLinear", ["q", "scale", "zero"], "y").Build("y");

        var (gradient, _) = Gradient(model, new([-1.2, -0.9, 1.5, 1.7], [1, 4]));

        Assert.That(gradient.Values, Is.EqualTo(new double[] { 0, 1, 1, 0 }).Within(1e-6));
    }

    [TestCase(0, new double[] { 2, 2, 3, 3 })]
    [TestCase(1, new double[] { 2, 3, 2, 3 })]
    public void A_scale_for_each_position_of_an_axis_is_used_along_it(long axis, double[] expected)
    {
        var model = new QuantizedGraph().Input("x", 2, 2).Numbers("scale", [0.02, 0.03], 2).Numbers("other", [0.01, 0.01], 2)
            .Bytes("zero", [100, 100], 2)
            .Node("QuantizeLinear", ["x", "other", "zero"], "q", n => n.Set("axis", axis))
            .Node("DequantizeLinear", ["q", "scale", "zero"], "y", n => n.Set("axis", axis)).Build("y");

        var (gradient, _) = Gradient(model, new([0.1, 0.2, 0.3, 0.4], [2, 2]));

        Assert.That(gradient.Values, Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void A_scale_for_each_block_is_repeated_over_it()
    {
        var model = new QuantizedGraph(21).Input("x", 1, 5).Numbers("scale", [0.02, 0.03, 0.05], 1, 3).Numbers("other", [0.01, 0.01, 0.01], 1, 3)
            .Bytes("zero", [100, 100, 100], 1, 3)
            .Node("QuantizeLinear", ["x", "other", "zero"], "q", Blocks)
            .Node("DequantizeLinear", ["q", "scale", "zero"], "y", Blocks).Build("y");

        var (gradient, _) = Gradient(model, new([0.1, 0.2, 0.3, 0.4, 0.5], [1, 5]));

        Assert.That(gradient.Values, Is.EqualTo(new double[] { 2, 2, 3, 3, 5 }).Within(1e-5));

        static void Blocks(NodeProto node)
        {
            node.Set("axis", 1L);
            node.Set("block_size", 2L);
        }
    }

    private static IEnumerable<QuantizedCase> Cases() => QuantizedCases.All;

    private static IEnumerable<string> Names() => QuantizedCases.All.Select(c => c.Name);

    private static (Numbers Gradient, Numbers Value) Gradient(ModelProto proto, Numbers? x = null)
    {
        var graph = new OnnxGraph(OnnxFile.Parse(proto.ToByteArray()));
        OpsetLifter.Lift(graph);
        var program = new ProgramGraph(graph);
        string y = graph.Proto.Output[0].Name;
        var value = program.Emitter.Value(y);

        // Weights that differ from place to place, so that no two elements can be taken for each other.
        var positions = program.Emitter.Cast(Rules.Positions.Of(program.Emitter, value), OnnxElementType.Float);
        var seed = x is null ? program.Emitter.Add("Sin", [positions + 1]) : program.Emitter.Expand(program.Emitter.Scalar(1, value), program.Emitter.Shape(value));
        program.AddOutput("gradient", new Differentiator(graph, GradientRules.Default).Build(program.Emitter, y, seed, ["x"])["x"]);
        using var runner = new ProgramRunner(program.Finish(new("x", CutPointKind.Input, null, null), null));
        var shape = graph.Proto.Input[0].Describe().Shape!;
        var results = runner.Run(new Dictionary<string, Numbers>
        {
            ["x"] = x ?? new(Point, [.. shape.Select(d => d.Size!.Value)]),
        });
        return (results["gradient"], results[y]);
    }
}
