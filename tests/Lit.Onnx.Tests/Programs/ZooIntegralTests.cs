using System.Globalization;
using System.Text.RegularExpressions;
using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Integrated gradients of exported models of many kinds against those of torch in double precision.</summary>
public sealed class ZooIntegralTests
{
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

            var attributions = PathRules.Integrate(runner, feeds, PathRules.GaussLegendre(16), stepsPerRun: 7);
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

    private static IEnumerable<object[]> Files() => ZooGradientTests.Files();
}
