using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Onnx.Models;
using NUnit.Framework;

namespace Lit.Components.Layers;

/// <summary>Recorded attributions to layers and by changed backward rules, met by the methods that users call.</summary>
internal sealed class LayerGoldenTests
{
    private static readonly (string Recorded, string Name)[] TextLayers =
    [
        ("embedding_norm", "/emb_norm/LayerNormalization_output_0"),
        ("layer_0_output", "/layers.0/ff_norm/LayerNormalization_output_0"),
    ];

    [Test]
    public async Task Conductance_of_layers_of_texts()
    {
        using TextClassifier model = await TestModels.Reviews();
        int compared = 0;
        foreach (JsonElement golden in Recorded.Cases("text-gradients.json"))
        {
            foreach (var (recorded, layer) in TextLayers)
            {
                if (golden.At("expected").TryGetProperty($"layer_conductance/{recorded}/zero_embedding/gausslegendre/20", out var expected))
                {
                    SalienceResult result = await new LayerConductance(new()
                    {
                        Layer = layer,
                        InterpolationSteps = 20,
                        CaptumCompatible = true,
                    }).ExplainAsync(model, Text(golden));

                    Recorded.Check([.. result.Texts.Single().Tokens.Select(token => token.Score)], expected, golden, $"{Name(golden)} {recorded}");
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.EqualTo(16));
    }

    [Test]
    public async Task Layer_gradient_times_activation_of_texts()
    {
        using TextClassifier model = await TestModels.Reviews();
        int compared = 0;
        foreach (JsonElement golden in Recorded.Cases("text-gradients.json"))
        {
            foreach (var (recorded, layer) in TextLayers)
            {
                if (golden.At("expected").TryGetProperty($"layer_gradient_x_activation/{recorded}", out var expected))
                {
                    SalienceResult result = await new GradientTimesInput(new() { Input = layer }).ExplainAsync(model, Text(golden));

                    Recorded.Check([.. result.Texts.Single().Tokens.Select(token => token.Score)], expected, golden, $"{Name(golden)} {recorded}");
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.EqualTo(16));
    }

    [Test]
    public async Task Layer_integrated_gradients_of_texts()
    {
        using TextClassifier model = await TestModels.Reviews();
        int compared = 0;
        foreach (JsonElement golden in Recorded.Cases("text-gradients.json"))
        {
            if (golden.At("expected").TryGetProperty(
                "layer_integrated_gradients_word_embeddings/pad_tokens_specials_kept/gausslegendre/50", out var expected))
            {
                SalienceResult result = await new LayerIntegratedGradients(new() { Layer = "word_embeddings", Baseline = Baseline.Padding })
                    .ExplainAsync(model, Text(golden));

                Recorded.Check([.. result.Texts.Single().Tokens.Select(token => token.Score)], expected.At("tokens"), golden, Name(golden));
                Assert.That(result.CompletenessError, Is.EqualTo(0).Within(1e-4), Name(golden));
                compared++;
            }
        }

        Assert.That(compared, Is.EqualTo(8));
    }

    [Test]
    public async Task Methods_of_the_hidden_layer_of_features()
    {
        using OnnxModel model = await TestModels.PenguinRows();
        JsonElement file = Recorded.Load("penguins-attribution.json");
        Baseline mean = Constant(file.At("how", "baselines", "training_mean"));
        int compared = 0;
        foreach (JsonElement golden in file.At("cases").EnumerateArray())
        {
            foreach (JsonProperty scale in golden.At("expected", "deterministic").EnumerateObject())
            {
                if (!scale.Value.TryGetProperty("layer_gradient_x_activation_hidden", out var product))
                {
                    continue;
                }

                Target target = Target.Logit(scale.Value.At("target").GetInt32());
                string what = $"{Name(golden)} {scale.Name}";
                var conductance = await new LayerConductance(new() { Layer = "hidden", Baseline = mean, Target = target, CaptumCompatible = true })
                    .ExplainAsync(model, Row(golden));
                var influence = await new InternalInfluence(new() { Layer = "hidden", Baseline = mean, Target = target })
                    .ExplainAsync(model, Row(golden));
                var timesActivation = await new GradientTimesInput(new() { Input = "hidden", Target = target })
                    .ExplainAsync(model, Row(golden));

                Recorded.Check(Numbers(conductance), scale.Value.At("layer_conductance_hidden/training_mean/gausslegendre/50"), golden, what);
                Recorded.Check(Numbers(influence), scale.Value.At("internal_influence_hidden/training_mean/gausslegendre/50"), golden, what);
                Recorded.Check(Numbers(timesActivation), product, golden, what);
                compared++;
            }
        }

        Assert.That(compared, Is.EqualTo(16));
    }

    [Test]
    public async Task DeepLift_of_features()
    {
        using OnnxModel model = await TestModels.PenguinRows();
        JsonElement file = Recorded.Load("penguins-attribution.json");
        foreach (JsonElement golden in file.At("cases").EnumerateArray())
        {
            JsonElement recorded = golden.At("expected", "deterministic", "logit_predicted");
            foreach (string baseline in (string[])["zeros", "training_mean"])
            {
                SalienceResult result = await new DeepLift(new() { Baseline = Constant(file.At("how", "baselines", baseline)) })
                    .ExplainAsync(model, Row(golden));

                Recorded.Check(
                    [.. result.Features.Select(feature => feature.Score)], recorded.At($"deeplift_rescale/{baseline}", "attribution"), golden, Name(golden));
                Assert.That(result.CompletenessError, Is.EqualTo(0).Within(2e-5), Name(golden));
            }
        }
    }

    [Test]
    public async Task Class_activation_maps_of_images()
    {
        using OnnxModel model = await TestModels.Fashion();
        Assert.That(model.FeatureMap, Is.EqualTo("conv3_activation"));
        int compared = 0;
        foreach (JsonElement golden in Recorded.Cases("fashion-attribution.json").Where(IsDrawing))
        {
            foreach (string which in (string[])["predicted", "second"])
            {
                JsonElement recorded = golden.At("expected", which);
                GradCamConfig config = new() { Target = Target.Logit(recorded.At("target").GetInt32()) };

                await Compare(new GradCam(config with { Upsampling = MapUpsampling.None, Rectify = false }), "grad_cam_conv3");
                await Compare(new GradCam(config with { Upsampling = MapUpsampling.None }), "grad_cam_conv3_relu");
                await Compare(new GradCam(config with { Rectify = false }), "grad_cam_upsampled_28_bilinear");
                await Compare(new GradCam(config with { Upsampling = MapUpsampling.Nearest, Rectify = false }), "grad_cam_upsampled_28_nearest");
                await Compare(new GuidedGradCam(config), "guided_grad_cam");

                async Task Compare(OwnGradientInterpreter<GradCamConfig> method, string name)
                {
                    SalienceResult result = await method.ExplainAsync(model, Image(golden));
                    Recorded.Check(result.Images.Single().Scores, recorded.At(name), golden, $"{Name(golden)} {which} {name}");
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.EqualTo(50));
    }

    [Test]
    public async Task Guided_backpropagation_and_deconvolution_of_images()
    {
        using OnnxModel model = await TestModels.Fashion();
        foreach (JsonElement golden in Recorded.Cases("fashion-attribution.json").Where(IsDrawing))
        {
            JsonElement recorded = golden.At("expected", "predicted");

            SalienceResult guided = await new GuidedBackpropagation().ExplainAsync(model, Image(golden));
            SalienceResult deconvolved = await new Deconvolution().ExplainAsync(model, Image(golden));

            Recorded.Check(guided.Images.Single().Scores, recorded.At("guided_backprop"), golden, Name(golden));
            Recorded.Check(deconvolved.Images.Single().Scores, recorded.At("deconvolution"), golden, Name(golden));
        }
    }

    [Test]
    public async Task Conductance_of_the_channels_of_images()
    {
        using OnnxModel model = await TestModels.Fashion();
        const string Key = "layer_conductance_conv3_channel_sums/baseline_0/gausslegendre/20";
        int compared = 0;
        foreach (JsonElement golden in Recorded.Cases("fashion-attribution.json").Where(IsDrawing))
        {
            foreach (string which in (string[])["predicted", "second"])
            {
                JsonElement recorded = golden.At("expected", which);
                SalienceResult result = await new LayerConductance(new()
                {
                    Layer = "conv3_activation",
                    InterpolationSteps = 20,
                    CaptumCompatible = true,
                    Target = Target.Logit(recorded.At("target").GetInt32()),
                }).ExplainAsync(model, Image(golden));
                double[] channels = [.. Numbers(result).Chunk(49).Select(channel => channel.Sum())];

                Recorded.Check(channels, recorded.At(Key), golden, $"{Name(golden)} {which}");
                compared++;
            }
        }

        Assert.That(compared, Is.EqualTo(10));
    }

    [Test]
    public async Task Conductance_from_end_to_end_explains_the_whole_difference()
    {
        using OnnxModel penguins = await TestModels.PenguinRows();
        using TextClassifier reviews = await TestModels.Reviews();
        JsonElement row = Recorded.Cases("penguins-attribution.json").First();
        JsonElement text = Recorded.Cases("text-gradients.json").First();

        SalienceResult features = await new LayerConductance(new() { Layer = "hidden", InterpolationSteps = 200 })
            .ExplainAsync(penguins, Row(row));
        SalienceResult tokens = await new LayerConductance(new() { Layer = "last_hidden_state" }).ExplainAsync(reviews, Text(text));

        Assert.That(features.CompletenessError, Is.EqualTo(0).Within(1e-2));
        Assert.That(tokens.CompletenessError, Is.EqualTo(0).Within(1e-2));
    }

    [Test]
    public async Task Maps_of_tokens_score_each_token()
    {
        using TextClassifier model = await TestModels.Reviews();
        Example text = Text(Recorded.Cases("text-gradients.json").First());

        SalienceResult result = await new GradCam(new() { Layer = "last_hidden_state" }).ExplainAsync(model, text);

        Assert.That(result.Texts.Single().Tokens.Select(token => token.Text), Has.Member("warm"));
        Assert.That(result.Texts.Single().Tokens.Select(token => token.Score), Is.All.GreaterThanOrEqualTo(0));
    }

    [Test]
    public async Task A_model_without_feature_map_asks_for_the_name_of_one()
    {
        using OnnxModel model = await TestModels.Penguins();

        Assert.That(
            new GradCam().CheckCompatibility(model, new Dataset(model.InputSpec, [])).ToString(),
            Does.Contain("the name of a feature map"));
        Assert.That(
            new LayerConductance(new() { Layer = "hiden" }).CheckCompatibility(model, new Dataset(model.InputSpec, [])).ToString(),
            Does.Contain("'hidden'"));
    }

    private static bool IsDrawing(JsonElement golden) => golden.At("input").TryGetProperty("pixels", out _);

    private static string Name(JsonElement golden) => golden.At("name").GetString()!;

    private static Example Text(JsonElement golden) => new([new("text", golden.At("input", "text").GetString())]);

    private static Example Row(JsonElement golden) => new([new("features", Floats(golden.At("input", "features")))]);

    private static Example Image(JsonElement golden) => new([new("image", Floats(golden.At("input", "pixels")).Reshape([1, 28, 28]))]);

    private static Baseline Constant(JsonElement numbers) => Baseline.Constant(Floats(numbers));

    private static Tensor<float> Floats(JsonElement numbers) => Tensor.Create<float>([.. numbers.Numbers().Select(number => (float)number)]);

    private static double[] Numbers(SalienceResult result)
    {
        Tensor<double> scores = result.Tensors.Single().Scores;
        double[] numbers = new double[scores.FlattenedLength];
        scores.FlattenTo(numbers);
        return numbers;
    }
}
