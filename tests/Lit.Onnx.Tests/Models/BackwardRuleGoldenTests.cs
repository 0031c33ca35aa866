using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>Recorded maps of changed backward rules.</summary>
public sealed class BackwardRuleGoldenTests
{
    [TestCase("guided_backprop", BackwardRule.GuidedBackpropagation)]
    [TestCase("deconvolution", BackwardRule.Deconvolution)]
    [TestCase("gradient", BackwardRule.Gradient)]
    public async Task Maps_of_drawings_equal_those_recorded(string name, BackwardRule backward) =>
        await Compare(FashionCase.Drawings(), name, backward);

    [TestCase("guided_backprop", BackwardRule.GuidedBackpropagation)]
    [TestCase("deconvolution", BackwardRule.Deconvolution)]
    [TestCase("gradient", BackwardRule.Gradient)]
    public async Task Maps_of_photographs_equal_those_recorded(string name, BackwardRule backward) =>
        await Compare(FashionCase.Photographs(), name, backward);

    [Test]
    public async Task DeepLift_of_features_equals_the_recorded_rescale_rule()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        JsonElement file = GoldenJson.Load("Attribution", "penguins-attribution.json");
        int compared = 0;
        foreach (JsonElement golden in file.Cases())
        {
            var example = new Example([new("features", Tensor.Create<float>(golden.At("input", "features").Floats()))]);
            foreach (JsonProperty scale in golden.At("expected", "deterministic").EnumerateObject())
            {
                foreach (JsonProperty method in scale.Value.EnumerateObject().Where(p => p.Name.StartsWith("deeplift_rescale/", StringComparison.Ordinal)))
                {
                    float[] baseline = file.At("how", "baselines", method.Name.Split('/')[1]).Floats();
                    InputGradient multipliers = (await model.GradientsAsync([example], new GradientRequest
                    {
                        Target = Target.Logit(scale.Value.At("target").GetInt32()),
                        Backward = BackwardRule.DeepLift,
                        Reference = Baseline.Constant(Tensor.Create<float>(baseline)),
                    }).ToArrayAsync())[0];
                    float[] contributions = GoldenJson.Floats(Tensor.Multiply<float>(
                        multipliers.Gradients, Tensor.Subtract<float>(multipliers.Values, multipliers.Reference!)));

                    Close.Assert(contributions, method.Value.At("attribution").Floats(), golden, $"{golden.Name()} {scale.Name} {method.Name}");
                    double difference = multipliers.Value - multipliers.ReferenceValue!.Value;
                    Assert.That(contributions.Sum(c => (double)c), Is.EqualTo(difference).Within(1e-5 * Math.Max(1, Math.Abs(difference))));
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.EqualTo(32));
    }

    [Test]
    public async Task DeepLift_through_three_max_pools_loses_nothing()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
        foreach (FashionCase golden in FashionCase.Drawings())
        {
            InputGradient multipliers = (await model.GradientsAsync(
                [golden.Image], new GradientRequest { Backward = BackwardRule.DeepLift }).ToArrayAsync())[0];

            double total = GoldenJson.Floats(Tensor.Multiply<float>(multipliers.Gradients, multipliers.Values)).Sum(c => (double)c);
            Assert.That(total, Is.EqualTo(multipliers.Value - multipliers.ReferenceValue!.Value).Within(1e-4), golden.Json.Name());
        }
    }

    [Test]
    public async Task DeepLift_of_a_text_explains_the_whole_difference_to_padding()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment", "tokenizer.json"), ["negative", "positive"]);
        Example[] reviews = [.. GoldenJson.Load("Attribution", "text-gradients.json").Cases().Take(12)
            .Select(golden => new Example([new("text", golden.At("input", "text").GetString())]))];

        InputGradient[] found = await model.GradientsAsync(
            reviews, new GradientRequest { Backward = BackwardRule.DeepLift, Reference = Baseline.Padding }).ToArrayAsync();

        foreach (InputGradient multipliers in found)
        {
            float[] contributions = GoldenJson.Floats(Tensor.Multiply<float>(
                multipliers.Gradients, Tensor.Subtract<float>(multipliers.Values, multipliers.Reference!)));
            Assert.That(
                contributions.Sum(c => (double)c),
                Is.EqualTo(multipliers.Value - multipliers.ReferenceValue!.Value).Within(1e-4 * Math.Max(1, Math.Abs(multipliers.Value))),
                multipliers.Text!.Text);
        }
    }

    private static async Task Compare(IEnumerable<FashionCase> cases, string name, BackwardRule backward)
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
        int compared = 0;
        foreach (FashionCase golden in cases)
        {
            foreach (var (target, expected) in golden.Targets(name))
            {
                InputGradient gradient = (await model.GradientsAsync(
                    [golden.Image], new GradientRequest { Target = Target.Logit(target), Backward = backward }).ToArrayAsync())[0];

                Close.Assert(
                    GoldenJson.Floats(gradient.Gradients), golden.Array(expected), golden.Json, $"{golden.Json.Name()} {name} {target}");
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThanOrEqualTo(4));
    }
}
