using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>DeepLIFT: multipliers times differences sum to the difference of the target.</summary>
public sealed class MultiplierTests
{
    private const int Width = 6;

    private static IEnumerable<string> Nets =>
    [
        "Relu", "Gelu", "Tanh", "Sigmoid", "Elu", "LeakyRelu", "Softplus", "HardSwish", "Erf", "Exp", "Softmax", "LogSoftmax",
        "LayerNormalization", "Swish", "SquaredSum", "Quotient", "ReduceMax", "Max", "Min", "Clip", "Attention", "RootMeanSquare",
    ];

    [TestCaseSource(nameof(Nets))]
    public async Task Contributions_sum_to_the_difference_of_the_target(string kind)
    {
        using OnnxModel model = Net(kind);
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            float[] reference = Draw(random);
            InputGradient multipliers = await DeepLift(model, Draw(random), reference);

            double difference = multipliers.Value - multipliers.ReferenceValue!.Value;
            Assert.That(Contributions(multipliers).Sum(), Is.EqualTo(difference).Within(1e-5 * Math.Max(1, Math.Abs(difference))));
            Assert.That(GoldenJson.Floats(multipliers.Reference!), Is.EqualTo(reference));
        }
    }

    [Test]
    public async Task A_rectifier_that_is_closed_at_both_ends_gives_what_the_path_between_them_adds()
    {
        // y = ReLU(ReLU(a) − 1 − ReLU(b)): at (3, 1) from (0, 0), the rescale rule scales a by 1 / 2 and so gives (1.5, −0.5).
        using OnnxModel model = OnnxModel.Create(
            new SmallGraph()
                .Input("x", "batch", "2")
                .Constant("mix", [1, -1], 2, 1)
                .Constant("one", [1])
                .Node("Relu", ["x"], "open")
                .Node("MatMul", ["open", "mix"], "mixed")
                .Node("Sub", ["mixed", "one"], "less")
                .Node("Relu", ["less"], "y").Output("y")
                .File(),
            options => options.Output("y", new RegressionScore()));

        InputGradient multipliers = await DeepLift(model, [3, 1], [0, 0]);
        PathIntegral path = (await ToArray(model.IntegrateAsync(
            [Row([3, 1])], new PathRequest { Target = Target.Regression, Rule = Rules.Of("riemann_middle", 10_000) })))[0];

        Assert.That(multipliers.Value, Is.EqualTo(1));
        Assert.That(Contributions(multipliers), Is.EqualTo([1.5, -0.5]).Within(1e-6));
        Assert.That(GoldenJson.Floats(path.Attributions), Is.EqualTo([1.5f, -0.5f]).Within(1e-3));
    }

    [Test]
    public async Task Where_example_and_reference_agree_multipliers_are_derivatives()
    {
        using OnnxModel model = Net("Gelu");
        float[] row = Draw(new Random(3));

        InputGradient multipliers = await DeepLift(model, row, row);
        InputGradient gradient = (await ToArray(model.GradientsAsync([Row(row)], new GradientRequest { Target = Target.Regression })))[0];

        Assert.That(GoldenJson.Floats(multipliers.Gradients), Is.EqualTo(GoldenJson.Floats(gradient.Gradients)).Within(1e-5));
    }

    [Test]
    public async Task Maxima_of_overlapping_windows_lose_nothing()
    {
        using OnnxModel model = OnnxModel.Create(
            new SmallGraph()
                .Input("x", "batch", "1", "6", "6")
                .Node("MaxPool", ["x"], "pooled", node =>
                {
                    node.Set("kernel_shape", [3, 3]);
                    node.Set("strides", [2, 2]);
                    node.Set("pads", [1, 1, 1, 1]);
                })
                .Node("Tanh", ["pooled"], "bent")
                .Node("MaxPool", ["bent"], "again", node => node.Set("kernel_shape", [2, 2]))
                .Integers("axes", 1, 2, 3)
                .Node("ReduceSum", ["again", "axes"], "y", node => node.Set("keepdims", 0L)).Output("y")
                .File(),
            options => options.Output("y", new RegressionScore()));
        var random = new Random(5);
        for (int i = 0; i < 10; i++)
        {
            InputGradient multipliers = (await ToArray(model.GradientsAsync(
                [new Example([new("x", Image(random))])],
                new GradientRequest { Target = Target.Regression, Backward = BackwardRule.DeepLift, Reference = Baseline.Constant(Image(random)) })))[0];

            Assert.That(Contributions(multipliers).Sum(), Is.EqualTo(multipliers.Value - multipliers.ReferenceValue!.Value).Within(1e-5));
        }
    }

    [Test]
    public async Task An_operator_without_multiplier_is_named()
    {
        using OnnxModel model = OnnxModel.Create(
            new SmallGraph(18).Input("x", "batch", "3").Integers("axes", 1)
                .Node("ReduceLogSumExp", ["x", "axes"], "y").Output("y").File(),
            options => options.Output("y", new RegressionScore()));
        var request = new GradientRequest { Target = Target.Regression, Backward = BackwardRule.DeepLift };

        Compatibility fits = model.CheckGradient(request);

        Assert.That(fits.IsCompatible, Is.False);
        Assert.That(fits.ToString(), Does.Contain("ReduceLogSumExp").And.Contain("no DeepLIFT multiplier"));
        Assert.That(model.CheckGradient(request with { Backward = BackwardRule.Gradient }).IsCompatible, Is.True);
        await Assert.ThrowsAsync<LitException>(async () => await model.ProbeAsync(Row([1, 2, 3]), request));
    }

    [Test]
    public void A_path_of_changed_rules_is_refused()
    {
        using OnnxModel model = Net("Relu");

        Compatibility fits = model.CheckGradient(new PathRequest
        {
            Rule = Rules.GaussLegendre(2),
            Target = Target.Regression,
            Backward = BackwardRule.GuidedBackpropagation,
        });

        Assert.That(fits.ToString(), Does.Contain("paths are integrals of derivatives"));
    }

    [Test]
    public void A_rule_of_ones_own_finds_the_reference()
    {
        // Half of what the rescale rule gives, so that it can be told from it.
        GradientRules rules = GradientRules.Default.DeepLift().With("", "Relu", new HalfRule());
        DifferentiableModel graph = new(Small("Relu").File(), rules);
        Assert.That(graph.Coverage().Single(c => c.Operator == "Relu").Detail, Is.EqualTo(nameof(HalfRule)));
    }

    internal static async Task<T[]> ToArray<T>(IAsyncEnumerable<T> items) => await items.ToArrayAsync();

    private static async Task<InputGradient> DeepLift(OnnxModel model, float[] row, float[] reference) => (await ToArray(
        model.GradientsAsync([Row(row)], new GradientRequest
        {
            Target = Target.Regression,
            Backward = BackwardRule.DeepLift,
            Reference = Baseline.Constant(Tensor.Create<float>(reference)),
        })))[0];

    private static double[] Contributions(InputGradient multipliers)
    {
        float[] m = GoldenJson.Floats(multipliers.Gradients);
        float[] x = GoldenJson.Floats(multipliers.Values);
        float[] r = GoldenJson.Floats(multipliers.Reference!);
        return [.. m.Select((value, i) => value * ((double)x[i] - r[i]))];
    }

    private static Tensor<float> Image(Random random) =>
        Tensor.Create([.. Enumerable.Range(0, 36).Select(_ => (float)random.Next(-8, 8) / 4)], [1, 6, 6]);

    private static Example Row(float[] row) => new([new("x", Tensor.Create<float>(row))]);

    private static float[] Draw(Random random) => [.. Enumerable.Range(0, Width).Select(_ => (float)((random.NextDouble() * 4) - 2))];

    private static OnnxModel Net(string kind) => OnnxModel.Create(Small(kind).File(), options => options.Output("y", new RegressionScore()));

    /// <summary>x A, then the operator, then B and a last tanh, so that what comes before and behind it takes part.</summary>
    private static SmallGraph Small(string kind)
    {
        var random = new Random(11);
        double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 2) - 1)];
        var graph = new SmallGraph(kind is "Gelu" or "Swish" ? 20 : 18)
            .Input("x", "batch", Width.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Constant("A", Weights(Width * Width), Width, Width)
            .Constant("B", Weights(Width), Width, 1)
            .Constant("other", Weights(Width), Width)
            .Constant("ones", [.. Enumerable.Repeat(1.5, Width)], Width)
            .Constant("least", [0])
            .Constant("most", [1])
            .Constant("two", [2])
            .Integers("last", -1)
            .Integers("rows", 0, 2, 3)
            .Node("MatMul", ["x", "A"], "a");
        switch (kind)
        {
            case "LayerNormalization":
                graph.Node(kind, ["a", "ones", "other"], "h");
                break;
            case "RootMeanSquare":
                graph.Node("Pow", ["a", "two"], "squares").Node("ReduceMean", ["squares", "last"], "mean")
                    .Node("Add", ["mean", "most"], "shifted").Node("Sqrt", ["shifted"], "root").Node("Div", ["a", "root"], "h");
                break;
            case "Swish":
                graph.Node("Sigmoid", ["a"], "gate").Node("Mul", ["a", "gate"], "h");
                break;
            case "SquaredSum":
                graph.Node("Mul", ["a", "a"], "squares").Node("ReduceSum", ["squares", "last"], "sum").Node("Add", ["sum", "a"], "h");
                break;
            case "Quotient":
                graph.Node("Exp", ["a"], "positive").Node("Add", ["positive", "most"], "under").Node("Div", ["a", "under"], "h");
                break;
            case "ReduceMax":
                graph.Node(kind, ["a", "last"], "top").Node("Mul", ["a", "top"], "h");
                break;
            case "Max" or "Min":
                graph.Node("Tanh", ["x"], "bent").Node(kind, ["a", "bent"], "h");
                break;
            case "Clip":
                graph.Node(kind, ["a", "least", "most"], "h");
                break;
            case "Attention":
                graph.Node("Reshape", ["a", "rows"], "q").Node("Transpose", ["q"], "k", node => node.Set("perm", [0, 2, 1]))
                    .Node("MatMul", ["q", "k"], "scores").Node("Softmax", ["scores"], "p").Node("MatMul", ["p", "q"], "mixed")
                    .Node("Flatten", ["mixed"], "h");
                break;
            default:
                graph.Node(kind, ["a"], "h");
                break;
        }

        return graph.Node("MatMul", ["h", "B"], "z").Node("Tanh", ["z"], "bound").Node("Add", ["bound", "z"], "y").Output("y");
    }

    private sealed class HalfRule : IGradientRule
    {
        public void Differentiate(GradientContext context)
        {
            var (x, y) = (context.Input(0), context.Output(0));
            context.SetInputGradient(
                0, context.Gradient * (y - context.Reference(y)) / (x - context.Reference(x)) * 0.5);
        }
    }
}
