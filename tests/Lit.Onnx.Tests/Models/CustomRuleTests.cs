using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>The worked example of docs/custom-gradient-rules.md, as it stands there.</summary>
public sealed class CustomRuleTests
{
    private static readonly float[] Point = [0.1f, 0.2f, 0.3f, 0.4f];

    private static readonly double[][] Centres = [[0.5, -1, 0.25, 1], [-0.5, 0.75, 1, -0.25], [1, 0.5, -0.75, 0]];

    private static readonly double[] Weights = [-1, 0.25, 1.5];

    [Test]
    public async Task A_rule_of_ones_own_gives_the_gradient_of_an_operator_that_has_none()
    {
        var rules = GradientRules.Default.With("com.microsoft", "CDist", new SquaredDistanceRule());
        using var model = await OnnxModel.LoadAsync(TestFiles.Model("radial", "model.onnx"), options => options
            .Output("logits", new MulticlassPreds { Vocab = ["near", "far"] }, OutputActivation.Softmax)
            .Differentiate(rules));

        InputGradient gradient = (await model.GradientsAsync([Row()], new GradientRequest { Target = Target.Logit("far") }).ToArrayAsync())[0];

        double[] expected = new double[4];
        for (int k = 0; k < 3; k++)
        {
            double distance = Centres[k].Zip(Point, (c, x) => (x - c) * (x - c)).Sum();
            for (int i = 0; i < 4; i++)
            {
                expected[i] += Weights[k] * Math.Exp(-0.5 * distance) * (Centres[k][i] - Point[i]);
            }
        }

        Assert.That(GoldenJson.Floats(gradient.Gradients), Is.EqualTo(expected).Within(1e-6));
        Assert.That(gradient.Approximations, Is.Empty);
    }

    [Test]
    public async Task Without_the_rule_the_operator_is_named()
    {
        using var model = await OnnxModel.LoadAsync(TestFiles.Model("radial", "model.onnx"));

        Assert.That(
            model.Coverage().Single(c => c.Status == CoverageStatus.Unsupported).ToString(),
            Is.EqualTo("com.microsoft:CDist at 'distances': there is no rule for this operator"));
    }

    [Test]
    public async Task Rules_reach_a_text_classifier_by_its_options()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(
            TestFiles.Model("review-sentiment", "model.onnx"),
            TestFiles.Model("review-sentiment", "tokenizer.json"),
            ["negative", "positive"],
            new TextClassifierOptions { Rules = GradientRules.Default.With("", "Softmax", new StoppingRule()) });

        Assert.That(model.Coverage().Select(c => c.Detail), Does.Contain(nameof(StoppingRule)));
    }

    [Test]
    public void The_page_shows_the_code_that_is_tested()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Lit.sln")))
        {
            root = root.Parent;
        }

        string tested = Squeeze(File.ReadAllText(Path.Combine(root.FullName, "tests", "Lit.Onnx.Tests", "Models", "CustomRuleTests.cs")));
        string[] samples =
        [
            .. File.ReadAllText(Path.Combine(root.FullName, "docs", "custom-gradient-rules.md")).Split("```csharp").Skip(1).Select(rest => rest.Split("```")[0]),
        ];

        Assert.That(samples, Is.Not.Empty);
        Assert.That(samples.Select(sample => tested.Contains(Squeeze(sample), StringComparison.Ordinal)), Has.All.True);
    }

    private static Example Row() => new([new("x", Tensor.Create(Point, [4]))]);

    private static string Squeeze(string code) =>
        string.Join('\n', code.Replace("TestFiles.Model(\"radial\", \"model.onnx\")", "\"model.onnx\"", StringComparison.Ordinal)
            .Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    /// <summary>y[i, j] = |a[i] − b[j]|², the squared distance of each row of a from each row of b.</summary>
    public sealed class SquaredDistanceRule : IGradientRule
    {
        public string? WhyUnsupported(NodeContext context) =>
            context.Text("metric", "sqeuclidean") == "sqeuclidean" ? null : "only squared distances have a rule";

        public void Differentiate(GradientContext context)
        {
            var (graph, a, b, g) = (context.Graph, context.Input(0), context.Input(1), context.Gradient);
            context.SetInputGradient(0, () =>
                ((a * graph.Sum(g, keep: true, 1)) - graph.Add("MatMul", [g, b])) * 2);
            context.SetInputGradient(1, () =>
            {
                var turned = graph.Transpose(g, 1, 0);
                return ((b * graph.Sum(turned, keep: true, 1)) - graph.Add("MatMul", [turned, a])) * 2;
            });
        }
    }

    private sealed class StoppingRule : IGradientRule
    {
        public void Differentiate(GradientContext context) =>
            context.SetInputGradient(0, () => context.Gradient * 0);
    }
}
