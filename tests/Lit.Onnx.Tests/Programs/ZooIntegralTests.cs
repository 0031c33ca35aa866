using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Integrated gradients of exported models of many kinds against those of torch in double precision.</summary>
public sealed class ZooIntegralTests
{
    [TestCaseSource(typeof(ZooFiles), nameof(ZooFiles.Integrals))]
    public void The_sixteen_point_rule_gives_what_it_gives_in_double_precision(string folder, string file, string name)
    {
        var one = ZooFiles.Find(folder, file, name);
        var (prepared, target, allFeeds) = one.Prepare(OnnxFile.Load(TestFiles.Model("zoo", folder, file)));
        var rule = one.Integrated!.Value.GetProperty("gauss_legendre_16");
        var expected = Numbers.Of(rule.GetProperty("per_element"));
        var baseline = one.Baseline();
        var feeds = new Dictionary<string, Numbers>(allFeeds) { [ProgramNames.Baseline] = baseline.Values };
        var model = new DifferentiableModel(prepared);
        var cut = model.FindCut(null);
        var options = new PathOptions(baseline.OfTokens, PerElement: true);
        using var runner = new ProgramRunner(PathProgramBuilder.Build(model, cut, target, options));
        using var ends = new ProgramRunner(PathProgramBuilder.Build(model, cut, target, options with { ValuesOnly = true }));

        var attributions = PathRules.Integrate(runner, feeds, PathRules.GaussLegendre(16), stepsPerRun: 7);
        var difference = Difference(ends, feeds);

        double tolerance = ZooFiles.Tolerance(folder);
        Assert.That(attributions.RelativeError(expected), Is.LessThan(tolerance), "attributions");
        double[] recorded = Numbers.Of(one.Integrated!.Value.GetProperty("difference")).Values;
        Assert.That(difference.RelativeError(new(recorded, difference.Shape)), Is.LessThan(10 * tolerance), "f(x) - f(x0)");

        // Where the rule misses what happens next to the baseline, as it does on purpose in some cases, the gap shows.
        double[] gaps = Numbers.Of(rule.GetProperty("completeness_delta")).Values;
        int rows = (int)difference.Shape[0];
        double scale = Math.Max(1, attributions.Values.Max(Math.Abs));
        for (int row = 0; row < rows; row++)
        {
            int each = attributions.Values.Length / rows;
            double gap = attributions.Values.Skip(row * each).Take(each).Sum() - difference.Values[row];
            Assert.That(gap, Is.EqualTo(gaps[row]).Within(100 * tolerance * scale), $"row {row}: what the attributions fail to explain");
        }
    }

    private static Numbers Difference(ProgramRunner runner, Dictionary<string, Numbers> feeds)
    {
        long batch = feeds.Values.First().Shape[0];
        double[] ends = [.. Enumerable.Range(0, (int)batch).SelectMany(_ => new[] { 0.0, 1.0 })];
        var values = runner.Run(new Dictionary<string, Numbers>(feeds) { [ProgramNames.Nodes] = new(ends, [batch, 2]) })[ProgramNames.PathValues];
        return new([.. Enumerable.Range(0, (int)batch).Select(b => values[b, 1] - values[b, 0])], [batch]);
    }
}
