using System.Text.Json;
using Lit.Components.Salience;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class ImageMethodGoldenTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Cases => Golden.Cases(
        "lit/image_methods.json", golden => !golden.Name.StartsWith("xrai", StringComparison.Ordinal));

    [TestCaseSource(nameof(Cases))]
    public async Task Attributions_of_arrays_are_those_of_the_reference(GoldenCase golden)
    {
        double[] x = Flat(golden.Input.GetProperty("x"));
        double[] a = Flat(golden.Input.GetProperty("A"));
        double[] b = Flat(golden.Input.GetProperty("B"));
        var f = new Function(
            x.Length,
            v => v.Select((value, i) => (a[i] * value * value) + (b[i] * Math.Sin(value))).Sum(),
            v => [.. v.Select((value, i) => (2 * a[i] * value) + (b[i] * Math.Cos(value)))]);

        double[] scores = golden.Name switch
        {
            "gradient" => (await f.EvaluateAsync(x, default)).Gradients,
            var name when name.StartsWith("ig", StringComparison.Ordinal) =>
                (await StraightLine.IntegrateAsync(f, new double[x.Length], x, Quadrature.EvenMean(Int("x_steps")), default)).Scores,
            var name when name.StartsWith("blur", StringComparison.Ordinal) =>
                (await BlurWalk.IntegrateAsync(f, x, new PixelGrid(6, 6, 2, false), 50, Int("steps"), default)).Scores,
            _ => (await GuidedWalk.IntegrateAsync(
                f, Start(), x, Int("x_steps"), Number("fraction", 0.25), Number("max_dist", 0.02), default)).Scores,
        };

        CheckAll(golden, Flat(golden.Expected), scores);

        int Int(string name) => golden.Input.GetProperty(name).GetInt32();

        double Number(string name, double otherwise) =>
            golden.Input.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

        double[] Start() => golden.Input.TryGetProperty("baseline", out var start)
            ? start.ValueKind == JsonValueKind.String ? x : [.. x.Select(_ => (double)start.GetSingle())]
            : new double[x.Length];
    }

    [Test]
    public async Task A_blurred_impulse_has_the_recorded_scores()
    {
        double[] image = new double[25];
        image[12] = 1;
        var f = Function.OfGradient(25, v => [.. v.Select(_ => 1.0)]);

        var sum = await BlurWalk.IntegrateAsync(f, image, new PixelGrid(5, 5, 1, true), 50, 25, default);

        Assert.That(sum.Scores.Take(8), Is.EqualTo(new[]
        {
            0.011137288, 0.028684510, 0.037382957, 0.028684510, 0.011137288, 0.028684510, 0.060801569, 0.076287564,
        }).Within(1e-8));
        Assert.That(sum.Scores[12], Is.EqualTo(0.094912565).Within(1e-8));
    }

    [Test]
    public void Channels_are_blurred_alike_in_either_layout([Values(0, 0.3, 1, 4.5)] double sigma)
    {
        double[] last = [.. Enumerable.Range(0, 6 * 5 * 3).Select(i => Math.Sin(i * i))];
        double[] first = [.. Enumerable.Range(0, 90).Select(i => last[(i % 30 * 3) + (i / 30)])];
        double[] blurredLast = new double[90];
        double[] blurredFirst = new double[90];

        GaussianBlur.Blur(last, new PixelGrid(6, 5, 3, false), sigma, blurredLast);
        GaussianBlur.Blur(first, new PixelGrid(6, 5, 3, true), sigma, blurredFirst);

        Assert.That(blurredFirst, Is.EqualTo(Enumerable.Range(0, 90).Select(i => blurredLast[(i % 30 * 3) + (i / 30)])));
    }

    internal static void CheckAll(GoldenCase golden, double[] expected, double[] actual)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < actual.Length; i++)
        {
            golden.Check($"number {i}", expected[i], actual[i]);
        }
    }

    internal static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
