using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Onnx.Models;
using NUnit.Framework;

namespace Lit.Components.Paths;

/// <summary>Paths and noise on ONNX models, against what the reference libraries computed from the same weights.</summary>
internal sealed class AttributionGoldenTests
{
    private const int Seeds = 20;

    private static readonly float[] Recorded = MemoryMarshal.Cast<byte, float>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "Attribution", "fashion-attribution.bin"))).ToArray();

    private static IEnumerable<TestCaseData<JsonElement>> Drawings => Golden.File("Attribution/fashion-attribution.json")
        .GetProperty("cases").EnumerateArray()
        .Where(golden => golden.GetProperty("input").TryGetProperty("pixels", out _))
        .Select(golden => new TestCaseData<JsonElement>(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    private static IEnumerable<TestCaseData<JsonElement>> Photos => Golden.File("Attribution/fashion-attribution.json")
        .GetProperty("cases").EnumerateArray()
        .Where(golden => !golden.GetProperty("input").TryGetProperty("pixels", out _))
        .Select(golden => new TestCaseData<JsonElement>(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    private static OnnxModel Fashion { get; } = TestModels.Fashion().GetAwaiter().GetResult();

    [TestCaseSource(nameof(Drawings))]
    [TestCaseSource(nameof(Photos))]
    public async Task Paths_through_images_are_those_of_the_reference(JsonElement golden)
    {
        JsonElement package = golden.GetProperty("expected").GetProperty("predicted").GetProperty("saliency_package");
        (string Name, AttributionMethod Method)[] methods =
        [
            ("integrated_gradients_x_steps_25", new StraightPath { Rule = Quadrature.EvenMean(25) }),
            ("blur_ig_max_sigma_10_steps_20", new BlurPath { MaxSigma = 10, Steps = 20 }),
            ("guided_ig_x_steps_20_fraction_0.25_max_dist_0.1", new GuidedPath { Steps = 20 }),
        ];
        foreach (var (name, method) in methods)
        {
            var why = await ExplainAsync(golden, method);
            AssertClose(why, Numbers(package.GetProperty(name)), 1e-3, name);
        }
    }

    [TestCaseSource(nameof(Drawings))]
    [TestCaseSource(nameof(Photos))]
    public async Task Given_regions_of_images_are_ranked_as_the_reference_does(JsonElement golden)
    {
        var squares = Enumerable.Range(0, 16).Select(k => Mask((y, x) => y / 7 == k / 4 && x / 7 == k % 4));
        var discs = ((int Y, int X, int Radius)[])[(14, 14, 9), (8, 8, 6), (20, 18, 7)];
        var method = new XraiRegions
        {
            Segments =
            [
                .. squares,
                .. discs.Select(disc => Mask((y, x) => Math.Sqrt(((y - disc.Y) * (y - disc.Y)) + ((x - disc.X) * (x - disc.X))) < disc.Radius)),
            ],
            Baselines = [Baseline.Zero, PathAxiomTests.Constant([1])],
            Rule = Quadrature.EvenMean(20),
        };

        var why = await ExplainAsync(golden, method);

        JsonElement expected = golden.GetProperty("expected").GetProperty("predicted").GetProperty("saliency_package")
            .GetProperty("xrai_given_segments").GetProperty("attribution_mask");
        AssertClose(why, Numbers(expected), 1e-3, "XRAI");
    }

    [TestCaseSource(nameof(Drawings))]
    public async Task Smoothed_gradients_of_images_have_the_mean_of_the_reference(JsonElement golden)
    {
        JsonElement expected = golden.GetProperty("expected").GetProperty("predicted").GetProperty("smoothgrad_20_samples_sd_0.1");

        await CheckDistributionAsync(
            async seed =>
            [
                .. (await ExplainAsync(golden, new SmoothGrad { Samples = 20, StandardDeviation = 0.1, Seed = seed })).Images[0].Scores,
            ],
            Numbers(expected.GetProperty("mean_over_seeds")),
            Numbers(expected.GetProperty("sd_over_seeds")),
            expected.GetProperty("seeds").GetInt32());
    }

    [Test]
    public async Task Noise_around_texts_has_the_mean_of_the_reference()
    {
        using TextClassifier model = await TestModels.Reviews();
        JsonElement[] cases =
        [
            .. Golden.File("Attribution/text-gradients.json").GetProperty("cases").EnumerateArray()
                .Where(golden => golden.GetProperty("expected").TryGetProperty("distributional_logit_predicted", out _)),
        ];
        Assert.That(cases, Has.Length.EqualTo(4));
        foreach (JsonElement golden in cases)
        {
            var example = new Example([new("text", golden.GetProperty("input").GetProperty("text").GetString())]);
            JsonElement expected = golden.GetProperty("expected").GetProperty("distributional_logit_predicted");
            await Check("gradient_shap_zero_baseline_20_samples_stdev_0", async seed =>
            {
                var why = await new GradientAttribution(new ExpectedGradients { Samples = 20, Seed = seed })
                    .ExplainAsync(model, example);
                return [.. why.Texts[0].Tokens.Select(token => token.Score)];
            });

            // The reference multiplies the smoothed gradient by the embeddings.
            await Check("smoothgrad_dot_input_20_samples_sd_0.01", async seed =>
            {
                var source = ProbeSource.Of(model, new GradientAttributionConfig());
                var run = new AttributionRun(source, await source.ProbeAsync(example, default), example);
                var smooth = new SmoothGrad { Samples = 20, StandardDeviation = 0.01, Seed = seed };
                PathSum sum = await smooth.RunAsync(run.Task, run.Task.Values, default);
                return run.Task.Parts.Dots<double>(sum.Scores, run.Task.Values);
            });

            Task Check(string name, Func<long, Task<double[]>> run) => CheckDistributionAsync(
                run,
                Golden.Numbers(expected.GetProperty(name).GetProperty("mean_over_seeds")),
                Golden.Numbers(expected.GetProperty(name).GetProperty("sd_over_seeds")),
                expected.GetProperty(name).GetProperty("seeds").GetInt32());
        }
    }

    [Test]
    public async Task Noise_around_rows_has_the_mean_of_the_reference()
    {
        using OnnxModel model = await TestModels.PenguinRows();
        JsonElement file = Golden.File("Attribution/penguins-attribution.json");
        Baseline[] background = [.. Golden.Matrix(file.GetProperty("how").GetProperty("background")).Select(PathAxiomTests.Constant)];
        int compared = 0;
        foreach (JsonElement golden in file.GetProperty("cases").EnumerateArray())
        {
            if (!golden.GetProperty("expected").TryGetProperty("distributional_probability_predicted", out JsonElement expected))
            {
                continue;
            }

            float[] features = [.. Golden.Numbers(golden.GetProperty("input").GetProperty("features")).Select(v => (float)v)];
            var example = new Example([new("features", Tensor.Create(features))]);
            foreach (JsonProperty one in expected.EnumerateObject())
            {
                Func<long, AttributionMethod>? method = one.Name switch
                {
                    var name when name.StartsWith("smoothgrad/25", StringComparison.Ordinal) => seed => new SmoothGrad
                    {
                        Samples = 25,
                        StandardDeviations = [80, 0.2, 0.55, 1.4, 0.05, 0.05, 0.05, 0.05, 0.05],
                        Seed = seed,
                    },
                    "gradient_shap/background_10/50_samples" => seed =>
                        new ExpectedGradients { Baselines = [.. background], Samples = 50, Seed = seed },
                    _ => null,
                };
                if (method is null)
                {
                    continue;
                }

                await CheckDistributionAsync(
                    async seed => PathAxiomTests.Scores(await new GradientAttribution(method(seed)).ExplainAsync(
                        model,
                        example,
                        new GradientAttributionConfig { Method = method(seed), Target = Target.Probability(ClassChoice.Predicted) })),
                    Golden.Numbers(one.Value.GetProperty("mean_over_seeds")),
                    Golden.Numbers(one.Value.GetProperty("sd_over_seeds")),
                    one.Value.GetProperty("seeds").GetInt32());
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(5));
    }

    private static Task<SalienceResult> ExplainAsync(JsonElement golden, AttributionMethod method)
    {
        float[] pixels = PixelsOf(golden.GetProperty("input"));
        int target = golden.GetProperty("expected").GetProperty("predicted").GetProperty("target").GetInt32();
        return new GradientAttribution(method).ExplainAsync(
            Fashion,
            new Example([new("image", Tensor.Create(pixels, [1, 28, 28]))]),
            new GradientAttributionConfig { Method = method, Target = Target.Logit(target) });
    }

    private static float[] PixelsOf(JsonElement input)
    {
        if (input.TryGetProperty("pixels", out JsonElement drawn))
        {
            return [.. Golden.Numbers(drawn).Select(v => (float)v)];
        }

        // 16 bytes of header, then one byte a pixel.
        using var file = new GZipStream(
            File.OpenRead(SharedFiles.Find("data", "fashion-mnist-t10k", "t10k-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        file.ReadExactly(new byte[16 + (784 * input.GetProperty("fashion_mnist_test_index").GetInt32())]);
        byte[] photo = new byte[784];
        file.ReadExactly(photo);
        return [.. photo.Select(pixel => pixel / 255f)];
    }

    private static async Task CheckDistributionAsync(
        Func<long, Task<double[]>> run,
        double[] mean,
        double[] deviation,
        int seeds)
    {
        var own = new Moments(mean.Length);
        for (int seed = 0; seed < Seeds; seed++)
        {
            own.Add(await run(seed));
        }

        double[] error = own.StandardErrors;
        double greatest = mean.Max(Math.Abs);
        for (int i = 0; i < mean.Length; i++)
        {
            // Few runs tell their own spread badly; that of the reference is of the same method.
            double single = Math.Max(error[i], deviation[i] / Math.Sqrt(Seeds));
            double both = Math.Sqrt((deviation[i] * deviation[i] / seeds) + (single * single));
            Assert.That(own.Mean[i], Is.EqualTo(mean[i]).Within((4 * both) + (0.01 * greatest)), $"number {i}");
        }
    }

    private static void AssertClose(SalienceResult why, double[] expected, double relative, string name) =>
        Assert.That(
            why.Images[0].Scores, Is.EqualTo(expected).Within(Math.Max(1e-4, relative * expected.Max(Math.Abs))), name);

    private static double[] Numbers(JsonElement place)
    {
        int size = place.GetProperty("shape").EnumerateArray().Aggregate(1, (product, length) => product * length.GetInt32());
        return [.. Recorded.AsSpan(place.GetProperty("bin_offset").GetInt32(), size).ToArray().Select(v => (double)v)];
    }

    private static bool[] Mask(Func<int, int, bool> inside) =>
        [.. Enumerable.Range(0, 784).Select(i => inside(i / 28, i % 28))];
}
