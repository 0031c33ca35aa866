using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Paths;
using Lit.Onnx.Models;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>Integrated gradients from baselines whose numbers depend on data or on the example itself.</summary>
internal sealed class BaselineTests
{
    private static readonly Example[] Texts = [Text("a fine film"), Text("dull and far too long"), Text("good")];

    [Test]
    public async Task Paths_from_the_mean_of_examples_are_those_of_the_straight_path_method()
    {
        using TextClassifier reviews = await TestModels.Reviews();
        await AssertSame(reviews, Texts, Baseline.Mean(Texts), result => result.Texts[0].Tokens.Select(token => token.Score));

        using OnnxModel penguins = await TestModels.PenguinRows();
        Example[] rows = [Row([3600, 18.1f, 38.4f, 187, 0, 0, 1, 1, 0]), Row([5050, 14.6f, 46.2f, 216, 1, 0, 0, 1, 0])];
        await AssertSame(penguins, rows, Baseline.Mean(rows), result => result.Features.Select(feature => feature.Score));
    }

    [Test]
    public async Task Paths_from_the_blurred_image_are_those_of_the_straight_path_method()
    {
        using OnnxModel fashion = await TestModels.Fashion();
        // No two neighbours are alike: between equals, rounding would choose which of them a maximum follows.
        float[] pixels = [.. Enumerable.Range(0, 784).Select(i => i * 37 % 101 / 101f)];
        Example image = new([new("image", System.Numerics.Tensors.Tensor.Create(pixels, [1, 28, 28]))]);

        await AssertSame(fashion, [image], Baseline.Blurred(4), result => result.Images[0].Scores);
    }

    [Test]
    public async Task Random_baselines_are_left_to_the_method_that_averages_over_them()
    {
        using OnnxModel penguins = await TestModels.PenguinRows();
        foreach (Baseline random in (Baseline[])[Baseline.Noise(1, 2), Baseline.Uniform(0, 1, 2)])
        {
            LitException? error = await Assert.ThrowsAsync<LitException>(async () => await new IntegratedGradients(
                new() { Baseline = random, Target = Target.Logit("0") }).ExplainAsync(penguins, Row([3600, 18, 38, 187, 0, 0, 1, 1, 0])));

            Assert.That(error!.Message, Does.Contain("ExpectedGradients averages over random ones"));
        }
    }

    [Test]
    public async Task A_blur_needs_pixels()
    {
        using TextClassifier reviews = await TestModels.Reviews();

        LitException? error = await Assert.ThrowsAsync<LitException>(async () => await new IntegratedGradients(
            new() { Baseline = Baseline.Blurred(4) }).ExplainAsync(reviews, Texts[0]));

        Assert.That(error!.Message, Does.Contain("which can be blurred"));
    }

    private static async Task AssertSame(
        Model model, Example[] examples, Baseline baseline, Func<SalienceResult, IEnumerable<double>> scores)
    {
        var config = new IntegratedGradientsConfig { Baseline = baseline, InterpolationSteps = 16, Tolerance = null };
        var other = new StraightPath { Baseline = baseline, Rule = Quadrature.GaussLegendre(16) };
        foreach (Example example in examples)
        {
            SalienceResult found = await new IntegratedGradients(config).ExplainAsync(model, example);
            SalienceResult expected = await new GradientAttribution(other).ExplainAsync(model, example);

            double size = scores(expected).Max(Math.Abs);
            Assert.That(size, Is.GreaterThan(0));
            // Points that round differently may fall on different sides of a kink, as in the recorded integrals.
            Assert.That(scores(found).ToArray(), Is.EqualTo(scores(expected).ToArray()).Within(1e-3 * size));
            Assert.That(found.ValueAtBaseline, Is.EqualTo(expected.ValueAtBaseline).Within(1e-4));
        }
    }

    private static Example Text(string text) => new([new("text", text)]);

    private static Example Row(float[] numbers) => new([new("features", System.Numerics.Tensors.Tensor.Create(numbers, [9]))]);
}
