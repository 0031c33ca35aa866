using System.Globalization;
using System.Text.RegularExpressions;
using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Integrated gradients of exported models of many kinds against those of torch in double precision.</summary>
public sealed class ZooIntegralTests
{
    private static readonly double[] Roots =
    [
        0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438,
        0.7554044083550030, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
    ];

    private static readonly double[] HalfWeights =
    [
        0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767,
        0.1246289712555339, 0.0951585116824928, 0.0622535239386479, 0.0271524594117541,
    ];

    [TestCaseSource(nameof(Files))]
    public void The_sixteen_point_rule_gives_what_it_gives_in_double_precision(string folder, string file)
    {
        string path = TestFiles.Model("zoo", folder);
        var model = new DifferentiableModel(OnnxFile.Load(Path.Combine(path, file)));
        int compared = 0;
        foreach (var one in ZooCase.Read(path))
        {
            if (one.ProgramTarget() is not { } target || one.Integrated is not { } integrated
                || !integrated.GetProperty("gauss_legendre_16").TryGetProperty("per_element", out var elements))
            {
                continue;
            }

            var expected = Numbers.Of(elements);
            if (Baseline(integrated.GetProperty("baseline").GetString()!, one, expected) is not { } baseline)
            {
                continue;
            }

            var feeds = new Dictionary<string, Numbers>(target.Feeds) { [ProgramNames.Baseline] = baseline.Values };
            var cut = model.FindCut(null);
            var options = new PathOptions(baseline.OfTokens, PerElement: true);
            using var runner = new ProgramRunner(PathProgramBuilder.Build(model, cut, target.Target, options));
            using var ends = new ProgramRunner(PathProgramBuilder.Build(model, cut, target.Target, options with { ValuesOnly = true }));

            var attributions = Integrate(runner, feeds, parts: 2);
            var difference = Difference(ends, feeds);

            Assert.That(attributions.RelativeError(expected), Is.LessThan(1e-5), one.Name);
            double[] recorded = Numbers.Of(integrated.GetProperty("difference")).Values;
            Assert.That(difference.RelativeError(new(recorded, difference.Shape)), Is.LessThan(1e-4), $"{one.Name}: f(x) - f(x0)");
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(0));
    }

    private static (Numbers Values, bool OfTokens)? Baseline(string named, ZooCase one, Numbers like)
    {
        if (named == "zero")
        {
            return (Numbers.Filled(0, [.. like.Shape.Select(_ => 1L)]), false);
        }

        var token = Regex.Match(named, "^embedding row of token ([0-9]+) at every position$");
        return token.Success
            ? (Numbers.Filled(int.Parse(token.Groups[1].ValueSpan, CultureInfo.InvariantCulture), one.Inputs["input_ids"].Shape), true)
            : null;
    }

    private static Numbers Difference(ProgramRunner runner, Dictionary<string, Numbers> feeds)
    {
        long batch = feeds.Values.First().Shape[0];
        double[] ends = [.. Enumerable.Range(0, (int)batch).SelectMany(_ => new[] { 0.0, 1.0 })];
        var values = runner.Run(new Dictionary<string, Numbers>(feeds) { [ProgramNames.Nodes] = new(ends, [batch, 2]) })[ProgramNames.PathValues];
        return new([.. Enumerable.Range(0, (int)batch).Select(b => values[b, 1] - values[b, 0])], [batch]);
    }

    private static Numbers Integrate(ProgramRunner runner, Dictionary<string, Numbers> feeds, int parts)
    {
        long batch = feeds.Values.First().Shape[0];
        Numbers? attributions = null;
        foreach (int[] part in Enumerable.Range(0, 16).Chunk(16 / parts))
        {
            var run = new Dictionary<string, Numbers>(feeds)
            {
                [ProgramNames.Nodes] = Rows(part.Select(Node)),
                [ProgramNames.Weights] = Rows(part.Select(Weight)),
            };
            var more = runner.Run(run)[ProgramNames.Attributions];
            attributions = attributions is null ? more : new([.. attributions.Values.Zip(more.Values, (a, b) => a + b)], more.Shape);
        }

        return attributions!;

        Numbers Rows(IEnumerable<double> row)
        {
            double[] once = [.. row];
            return new([.. Enumerable.Range(0, (int)batch).SelectMany(_ => once)], [batch, once.Length]);
        }
    }

    private static double Node(int i) => i < 8 ? 0.5 - (Roots[7 - i] / 2) : 0.5 + (Roots[i - 8] / 2);

    private static double Weight(int i) => (i < 8 ? HalfWeights[7 - i] : HalfWeights[i - 8]) / 2;

    private static IEnumerable<object[]> Files() => ZooGradientTests.Files();
}
