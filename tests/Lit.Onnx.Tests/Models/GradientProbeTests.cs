using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class GradientProbeTests
{
    [Test]
    public async Task The_gradient_at_the_example_itself_is_that_of_the_example()
    {
        using TextClassifier model = await Reviews();
        IGradientProbe probe = await model.ProbeAsync(Text("a warm and funny story ."), new GradientRequest());
        float[] point = GoldenJson.Floats(probe.Start.Values);

        PointGradients found = await probe.EvaluateAsync(point, default);

        Assert.That(found.Values[0], Is.EqualTo(probe.Start.Value).Within(1e-6));
        AssertClose(found.Gradients, GoldenJson.Floats(probe.Start.Gradients));
    }

    [Test]
    public async Task The_mean_gradient_on_a_path_is_the_recorded_integral_that_is_not_multiplied_by_the_distance()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        JsonElement file = GoldenJson.Load("Attribution", "penguins-attribution.json");
        QuadratureRule rule = Rules.GaussLegendre(50);
        foreach (JsonElement golden in file.Cases())
        {
            float[] end = golden.At("input", "features").Floats();
            Example row = new([new("features", Tensor.Create(end, [end.Length]))]);
            foreach (JsonProperty part in golden.At("expected", "deterministic").EnumerateObject())
            {
                int chosen = part.Value.At("target").GetInt32();
                Target target = part.Name.StartsWith("logit", StringComparison.Ordinal) ? Target.Logit(chosen) : Target.Probability(chosen);
                IGradientProbe probe = await model.ProbeAsync(row, new GradientRequest { Target = target });
                foreach (JsonProperty baseline in file.At("how", "baselines").EnumerateObject())
                {
                    float[] start = baseline.Value.Floats();
                    float[] points = [.. rule.Nodes.SelectMany(node => end.Select((x, i) => start[i] + (float)(node * (x - start[i]))))];

                    PointGradients found = await probe.EvaluateAsync(points, default);

                    double[] mean = new double[end.Length];
                    for (int i = 0; i < points.Length; i++)
                    {
                        mean[i % end.Length] += rule.Weights[i / end.Length] * found.Gradients[i];
                    }

                    Close.Assert(
                        [.. mean.Select(number => (float)number)],
                        part.Value.At("ig_not_multiplied/" + baseline.Name + "/gausslegendre/50", "attribution").Floats(),
                        golden,
                        $"{golden.Name()}, {part.Name}, {baseline.Name}");
                }
            }
        }
    }

    [Test]
    public async Task Points_on_the_path_add_up_to_the_path_integral_of_the_model()
    {
        using TextClassifier model = await Reviews();
        Example text = Text("i was bored within ten minutes , and then it went on for two hours more");
        foreach (Baseline baseline in (Baseline[])[Baseline.Zero, Baseline.Padding, Baseline.Token("[MASK]")])
        {
            QuadratureRule rule = Rules.GaussLegendre(7);
            PathIntegral integral = await model.IntegrateAsync([text], new PathRequest { Rule = rule, Baseline = baseline, PerElement = true }).FirstAsync();
            IGradientProbe probe = await model.ProbeAsync(text, new GradientRequest());
            float[] end = GoldenJson.Floats(probe.Start.Values);
            float[] start = await probe.BaselineAsync(baseline, default);
            float[] points = [.. rule.Nodes.SelectMany(node => end.Select((x, i) => start[i] + (float)(node * (x - start[i]))))];

            PointGradients found = await probe.EvaluateAsync(points, default);

            float[] sum = new float[end.Length];
            for (int i = 0; i < points.Length; i++)
            {
                int at = i % end.Length;
                sum[at] += (float)(rule.Weights[i / end.Length] * found.Gradients[i] * (end[at] - start[at]));
            }

            AssertClose(sum, GoldenJson.Floats(integral.Attributions));
            Assert.That((await probe.EvaluateAsync(start, default)).Values[0], Is.EqualTo(integral.ValueAtBaseline).Within(1e-5));
        }
    }

    [Test]
    public async Task The_class_is_that_of_the_example_wherever_it_is_moved()
    {
        using OnnxModel model = await Penguins();
        Example example = Penguin(0);
        IGradientProbe probe = await model.ProbeAsync(example, new GradientRequest());
        InputGradient other = await model.GradientsAsync([Penguin(7)], new GradientRequest { Target = Target.Logit(probe.Start.Target.Index!.Value) }).FirstAsync();

        PointGradients found = await probe.EvaluateAsync(await probe.BaselineAsync(Baseline.Of(Penguin(7)), default), default);

        Assert.That(found.Values[0], Is.EqualTo(other.Value).Within(1e-5));
        AssertClose(found.Gradients, GoldenJson.Floats(other.Gradients));
    }

    [Test]
    public async Task Points_of_one_call_do_not_depend_on_one_another()
    {
        using OnnxModel model = await Fashion();
        float[] pixels = [.. Enumerable.Range(0, 784).Select(i => (i * 37 % 101) / 101f)];
        IGradientProbe probe = await model.ProbeAsync(new Example([new("image", Tensor.Create(pixels, [1, 28, 28]))]), new GradientRequest());
        float[] points = [.. Enumerable.Range(0, 300).SelectMany(k => pixels.Select(x => x * k / 300))];

        PointGradients together = await probe.EvaluateAsync(points, default);

        foreach (int k in (int[])[1, 150, 299])
        {
            PointGradients alone = await probe.EvaluateAsync(points.AsMemory(k * 784, 784), default);
            Assert.That(together.Values[k], Is.EqualTo(alone.Values[0]).Within(1e-5));
            AssertClose(together.Gradients.AsSpan(k * 784, 784).ToArray(), alone.Gradients);
        }
    }

    [Test]
    public async Task A_constant_baseline_is_repeated_along_the_dimensions_that_it_lacks()
    {
        using TextClassifier model = await Reviews();
        IGradientProbe probe = await model.ProbeAsync(Text("good film"), new GradientRequest());
        int width = (int)probe.Start.Values.Lengths[1];
        float[] row = [.. Enumerable.Range(0, width).Select(i => (float)i)];

        float[] found = await probe.BaselineAsync(Baseline.Constant(Tensor.Create(row)), default);

        Assert.That(found, Is.EqualTo(Enumerable.Repeat(row, (int)probe.Start.Values.Lengths[0]).SelectMany(r => r)));
        var error = await Assert.ThrowsAsync<LitException>(async () => await probe.BaselineAsync(Baseline.Constant(Tensor.Create(new float[3])), default));
        Assert.That(error!.Message, Does.Contain("numbers of shape [3]"));
    }

    [Test]
    public async Task Half_a_point_is_an_argument_error_and_a_cancelled_run_stops()
    {
        using OnnxModel model = await Penguins();
        IGradientProbe probe = await model.ProbeAsync(Penguin(0), new GradientRequest());

        await Assert.ThrowsAsync<ArgumentException>(async () => await probe.EvaluateAsync(new float[5], default));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await probe.EvaluateAsync(GoldenJson.Floats(probe.Start.Values), new CancellationToken(true)));
        await Assert.ThrowsAsync<LitException>(async () => await probe.BaselineAsync(Baseline.Padding, default));
    }

    private static void AssertClose(float[] actual, float[] expected)
    {
        double scale = Math.Max(1e-6, expected.Max(Math.Abs));
        Assert.That(actual, Is.EqualTo(expected).Within(1e-4 * scale));
    }

    private static Example Text(string text) => new([new("text", text)]);

    private static Example Penguin(int index) => new([new(
        "features", Tensor.Create(GoldenJson.Load("Attribution", "penguins-attribution.json").Cases().ElementAt(index).At("input", "features").Floats()))]);

    private static Task<TextClassifier> Reviews() => TextClassifier.LoadAsync(
        TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment"), ["negative", "positive"]);

    private static Task<OnnxModel> Penguins() => OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));

    private static Task<OnnxModel> Fashion() => OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
}
