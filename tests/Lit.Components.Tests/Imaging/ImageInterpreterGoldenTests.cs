using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Api.Imaging;
using Lit.Components.Paths;
using Lit.Components.Salience;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Imaging;

internal sealed class ImageInterpreterGoldenTests
{
    private static JsonElement All => Golden.File("lit/salience_image.json").GetProperty("cases");

    private static IEnumerable<TestCaseData<GoldenCase>> Exact => Golden.Cases(
        "lit/salience_image.json",
        golden => golden.Expected.ValueKind == JsonValueKind.Array && !Method(golden).StartsWith("XRAI", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> Regions => Golden.Cases(
        "lit/salience_image.json", golden => Method(golden).StartsWith("XRAI", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> Refused => Golden.Cases(
        "lit/salience_image.json", golden => golden.Expected.ValueKind != JsonValueKind.Array);

    private static IEnumerable<TestCaseData<GoldenCase>> Specs => Golden.Cases(
        "lit/component_specs.json", golden => golden.Name.StartsWith("image:", StringComparison.Ordinal));

    [TestCaseSource(nameof(Exact))]
    public async Task Attributions_and_pictures_are_those_of_the_reference(GoldenCase golden)
    {
        var results = await RunAsync(golden, litCompatible: false);

        // A path that chooses by the size of gradients may choose otherwise where two differ in the last bits of a float.
        Check(golden, golden.Expected, results, golden.Name == "Guided IG classes" ? 1e-4 : 0);
    }

    [Test]
    public async Task A_guided_path_in_double_precision_is_that_of_the_reference_to_its_tolerance()
    {
        var golden = new GoldenCase(All.EnumerateArray().Single(element => element.GetProperty("name").GetString() == "Guided IG classes"));
        var model = ImageToyModel.Load("image");
        var inputs = golden.Inputs;
        for (int i = 0; i < inputs.Count; i++)
        {
            double[] x = [.. ImageToyModel.PixelsOf(inputs[i]).Select(pixel => (double)pixel)];
            var f = model.ProbabilityOf(inputs[i].Get<string>("shape_label"));

            var sum = await GuidedWalk.IntegrateAsync(f, new double[x.Length], x, 10, 0.25, 0.1, default);

            ImageMethodGoldenTests.CheckAll(
                golden,
                ImageMethodGoldenTests.Flat(golden.Expected[i].GetProperty("attribution")),
                [.. sum.Scores.Chunk(3).Select(channels => channels.Sum())]);
        }
    }

    [Test]
    public async Task Class_0_means_no_class_where_LIT_is_asked_for()
    {
        var element = All.EnumerateArray().Single(element => element.GetProperty("name").GetString() == "target index 0");
        var golden = new GoldenCase(element);

        Check(golden, element.GetProperty("lit"), await RunAsync(golden, litCompatible: true));
    }

    [TestCaseSource(nameof(Regions))]
    public async Task Regions_share_out_the_scores_that_the_reference_shares_out(GoldenCase golden)
    {
        var results = await RunAsync(golden, litCompatible: false);

        for (int i = 0; i < results.Count; i++)
        {
            // Borders of segments hang on code for resizing; the sum over all pixels does not.
            double[] expected = ImageMethodGoldenTests.Flat(golden.Expected[i].GetProperty("attribution"));
            double[] found = [.. results[i].Images[0].Scores];
            Assert.That(found, Has.Length.EqualTo(expected.Length));
            Assert.That(found.Sum(), Is.EqualTo(expected.Sum()).Within(0.2).Percent, golden.Name);
            Assert.That(found.Distinct().Count(), Is.LessThanOrEqualTo(expected.Distinct().Count() + 3));
            Assert.That(results[i].Images[0].Overlay, Is.Not.Null);
        }
    }

    [TestCaseSource(nameof(Refused))]
    public async Task What_LIT_cannot_explain_is_refused_with_a_reason(GoldenCase golden) =>
        await Assert.ThrowsAsync<LitException>(async () => await RunAsync(golden, litCompatible: false));

    [TestCaseSource(nameof(Specs))]
    public void Config_and_meta_spec_are_those_recorded(GoldenCase golden)
    {
        var component = ImageInterpreter.All().Single(component => $"image:{component.Name}" == golden.Name);

        Assert.That(component.ConfigSpec, Is.EqualTo(Golden.Spec(golden.Expected.GetProperty("config_spec"))));
        Assert.That(component.MetaSpec, Is.EqualTo(Golden.Spec(golden.Expected.GetProperty("meta_spec"))));
    }

    [Test]
    public void All_six_have_specs_on_record() => Assert.That(Specs.Count(), Is.EqualTo(6));

    [Test]
    public async Task Options_by_name_are_read()
    {
        var model = ImageToyModel.Load("image");
        var dataset = Golden.Dataset("pictures", [0]);
        var byName = new Dictionary<string, object?>
        {
            ["_salience_target"] = new SalienceTarget("probas", 1),
            ["Interpolation steps"] = "7",
            ["Max. distance"] = 0.3,
        };
        var typed = new ImageInterpreterConfig
        {
            Target = Target.Probability(1),
            InterpolationSteps = 7,
            MaxDistance = 0.3,
        };
        var guided = new ImageInterpreter(ImageMethod.GuidedIntegratedGradients);

        var first = (SalienceResult)await guided.RunAsync(model, dataset, byName).FirstAsync();
        var second = await guided.RunAsync(model, dataset, typed).FirstAsync();

        Assert.That(first.Images[0].Scores, Is.EqualTo(second.Images[0].Scores));
        Assert.That(first.ToImageSalience()["grads"], Does.StartWith("data:image/png;base64,"));
        Assert.That(first.ValueAtInput - first.ValueAtBaseline + first.CompletenessError, Is.EqualTo(first.Total).Within(1e-9));
        Assert.That(first.Converged, Is.Not.Null);
    }

    [Test]
    public async Task Points_of_a_path_go_to_the_model_together()
    {
        var model = ImageToyModel.Load("image");

        await new ImageInterpreter(ImageMethod.IntegratedGradients).ExplainAsync(model, Golden.Dataset("pictures", [0])[0]);

        // The example, its pixels, and ten points, the first and last of which are the ends of the path.
        Assert.That(model.Asked, Is.EqualTo(12));
    }

    private static async Task<List<SalienceResult>> RunAsync(GoldenCase golden, bool litCompatible)
    {
        string name = golden.Input.GetProperty("model").GetString()!;
        Model model = name.StartsWith("image", StringComparison.Ordinal) ? ImageToyModel.Load(name) : ToyModel.Load(name);
        var config = new ImageInterpreterConfig { LitCompatible = litCompatible };
        if (golden.Option("_salience_target") is { } target)
        {
            string field = target.GetProperty("field").GetString()!;
            config = config with
            {
                TargetField = field,
                Target = target.GetProperty("index") is { ValueKind: JsonValueKind.Number } index
                    ? Target.Probability(index.GetInt32()) with { Field = field }
                    : null,
            };
        }

        config = config with
        {
            InterpolationSteps = golden.Option("Interpolation steps")?.GetInt32() ?? config.InterpolationSteps,
            MaxDistance = golden.Option("Max. distance")?.GetDouble() ?? config.MaxDistance,
        };
        var interpreter = ImageInterpreter.All().Single(interpreter => interpreter.Name == Method(golden));
        return await interpreter.RunAsync(model, golden.Inputs, config).ToListAsync();
    }

    private static void Check(
        GoldenCase golden, JsonElement expected, List<SalienceResult> results, double more = 0)
    {
        Assert.That(results, Has.Count.EqualTo(expected.GetArrayLength()));
        for (int i = 0; i < results.Count; i++)
        {
            PixelSalience image = results[i].Images[0];
            double[] scores = ImageMethodGoldenTests.Flat(expected[i].GetProperty("attribution"));
            if (more > 0)
            {
                Assert.That(image.Scores, Is.EqualTo(scores).Within(more));
            }
            else
            {
                ImageMethodGoldenTests.CheckAll(golden, scores, [.. image.Scores]);
            }

            if (expected[i].TryGetProperty("overlay_rgb", out var overlay))
            {
                byte[] pixels = RasterImage.FromDataUrl(image.Overlay!).Pixels.ToArray();
                Assert.That(
                    pixels.Select(pixel => (int)pixel),
                    Is.EqualTo(ImageMethodGoldenTests.Flat(overlay).Select(pixel => (int)pixel)).Within(2));
            }
        }
    }

    private static string Method(GoldenCase golden) => golden.Input.GetProperty("method").GetString()!;
}
