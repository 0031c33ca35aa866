using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Api.Reporting;
using Lit.Onnx.Models;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>Salience of models that read features or pixels.</summary>
internal sealed class ValueSalienceTests
{
    private static readonly Example Penguin = new(
    [
        new("body_mass_g", 3600.0), new("culmen_depth_mm", 18.1), new("culmen_length_mm", 38.4), new("flipper_length_mm", 187.0),
        new("island", "Torgersen"), new("sex", "Female"),
    ]);

    [Test]
    public async Task Features_have_one_score_each_and_a_category_is_one_feature()
    {
        using OnnxModel model = await TestModels.Penguins();

        SalienceResult norm = await new GradientNorm().ExplainAsync(model, Penguin);
        SalienceResult product = await new GradientTimesInput().ExplainAsync(model, Penguin);
        SalienceResult path = await new IntegratedGradients().ExplainAsync(model, Penguin);
        InputGradient gradient = await model.GradientsAsync([Penguin], new GradientRequest()).FirstAsync();

        string[] names = [.. Penguin.Keys];
        float[] g = new float[9];
        gradient.Gradients.FlattenTo(g);
        foreach (SalienceResult result in (SalienceResult[])[norm, product, path])
        {
            Assert.That(result.Features.Select(feature => feature.Name), Is.EqualTo(names));
            Assert.That(result.Features.Select(feature => feature.Value), Is.EqualTo(Penguin.Values));
            Assert.That(result.Tables[0].Shares.Sum(Math.Abs), Is.EqualTo(1).Within(1e-12));
        }

        Assert.That(norm.Tables[0]["island"], Is.EqualTo(Math.Sqrt((g[4] * g[4]) + (g[5] * g[5]) + (g[6] * g[6]))).Within(1e-6));
        Assert.That(product.Tables[0]["sex"], Is.EqualTo(g[7]).Within(1e-6));
        Assert.That(product.Tables[0]["body_mass_g"], Is.EqualTo(g[0] * 3600).Within(1e-4));
        Assert.That(path.Target!.Label, Is.EqualTo("Adelie"));
        Assert.That(path.CompletenessError, Is.EqualTo(0).Within(0.02));
        Assert.That(path.ToFeatureSalience()["features"].Salience.Keys, Is.EqualTo(names));
    }

    [Test]
    public async Task Features_without_fields_of_their_own_are_numbered()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestModels.File("penguins-mlp", "model.onnx"));
        Example row = new([new("features", Tensor.Create<float>([3600, 18.1f, 38.4f, 187, 0, 0, 1, 1, 0]))]);

        SalienceResult result = await new IntegratedGradients().ExplainAsync(model, row);

        Assert.That(result.Features.Select(feature => feature.Name), Is.EqualTo(Enumerable.Range(0, 9).Select(i => $"features[{i}]")));
    }

    [Test]
    public async Task Pixels_have_one_score_each_and_a_picture()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestModels.File("fashion-cnn", "model.onnx"));
        float[] pixels = [.. Enumerable.Range(0, 784).Select(i => i / 28 is > 6 and < 20 && i % 28 is > 10 and < 17 ? 1f : 0)];
        Example image = new([new("image", Tensor.Create(pixels, [1, 28, 28]))]);

        SalienceResult path = await new IntegratedGradients().ExplainAsync(model, image);
        SalienceResult norm = await new GradientNorm().ExplainAsync(model, image);

        PixelSalience map = path.Images.Single();
        Assert.That((map.Height, map.Width, map.Scores.Count), Is.EqualTo((28, 28, 784)));
        Assert.That(map[0, 0], Is.Zero, "a pixel that is as the baseline");
        Assert.That(map.Scores.Any(score => score > 0) && map.Scores.Any(score => score < 0), Is.True);
        Assert.That(path.Total - (path.ValueAtInput - path.ValueAtBaseline), Is.EqualTo(path.CompletenessError));
        Assert.That(norm.Images[0].Picture, Is.EqualTo(pixels.Select(pixel => (byte)(255 * pixel))));
        Assert.That(norm.Images[0].Elements!.Lengths.ToArray(), Is.EqualTo(new nint[] { 1, 28, 28 }));
    }

    [Test]
    public async Task An_inner_value_has_a_score_for_each_of_its_numbers()
    {
        using OnnxModel model = await TestModels.Penguins();

        SalienceResult result = await new GradientTimesInput().ExplainAsync(
            model, Penguin, new GradientTimesInputConfig { Input = "hidden" });

        Assert.That(result.Tensors.Single().Scores.Lengths.ToArray(), Is.EqualTo(new nint[] { 16 }));
        Assert.That(result.ToReport().OfType<BarChartBlock>().Single().Bars, Has.Count.EqualTo(16));
    }

    [Test]
    public async Task Reports_show_features_as_bars_and_pixels_as_a_picture()
    {
        using OnnxModel penguins = await TestModels.Penguins();
        SalienceResult features = await new IntegratedGradients().ExplainAsync(penguins, Penguin);
        PixelSalience pixels = new("image", 1, 2, [1, -1], [0.5, -0.5]);
        SalienceResult image = new() { Method = "m", Signed = true, Images = [pixels], ValueAtInput = 3, ValueAtBaseline = 3 };

        string text = features.ToAnsiString(new AnsiOptions { Width = 120 });
        Assert.That(text, Does.Contain("Integrated Gradients: logit of Adelie"));
        Assert.That(text, Does.Contain("sex = Female").And.Contain("body_mass_g = 3,600").And.Contain("completeness error"));
        Assert.That(image.ToReport().OfType<ImageSalienceBlock>().Single().Facts.Select(fact => fact.Name), Is.EqualTo(["target", "completeness error"]));
    }

    [Test]
    public void Many_features_become_the_strongest_and_the_sum_of_the_others()
    {
        FeatureGroup[] groups = [.. Enumerable.Range(0, 30).Select(i => new FeatureGroup($"f{i}", i, 1))];
        double[] scores = [.. Enumerable.Range(0, 30).Select(i => i + 1.0)];
        TabularSalience table = new(new("x", GradientInputKind.Values, null), new Example([]), groups, scores, scores);
        SalienceResult result = new() { Method = "m", Signed = true, Tables = [table] };

        var chart = result.ToReport().OfType<BarChartBlock>().Single();

        Assert.That(chart.Bars.Take(2).Select(bar => bar.Label), Is.EqualTo(["f29", "f28"]));
        Assert.That((chart.Bars[^1].Label, chart.Bars[^1].Value), Is.EqualTo(("10 others", 55.0)));
    }
}
