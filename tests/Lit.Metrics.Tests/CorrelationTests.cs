using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class CorrelationTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/correlation.json"])]
    public void Correlations_and_their_p_values_equal_the_reference(GoldenCase golden)
    {
        double[] x = GoldenFile.Numbers(golden.Input.GetProperty("x")), y = GoldenFile.Numbers(golden.Input.GetProperty("y"));
        foreach ((string key, RankTies ties) in new[]
        {
            ("average", RankTies.Average), ("min", RankTies.Least), ("max", RankTies.Greatest),
            ("dense", RankTies.Dense), ("ordinal", RankTies.Ordinal),
        })
        {
            golden.CheckAll(key, golden.Expected.GetProperty("ranks_x").GetProperty(key), RankValues.Of(x, ties));
        }

        if (x.Any(double.IsNaN))
        {
            // The reference answers NaN, or ranks NaN as a number; here the row is named.
            Assert.That(() => Correlations.Pearson(x, y), Throws.ArgumentException.With.Message.Contains("row 2"));
            Assert.That(() => Correlations.Kendall(x, y), Throws.ArgumentException.With.Message.Contains("row 2"));
            Assert.That(() => TheilSen.Fit(x, y), Throws.ArgumentException.With.Message.Contains("row 2"));
            return;
        }

        Check(golden, "pearson", Correlations.Pearson(x, y));
        Check(golden, "spearman", Correlations.Spearman(x, y));
        Check(golden, "kendall_b", Correlations.Kendall(x, y));
        Check(golden, "kendall_c", Correlations.KendallC(x, y));
        golden.Check("weighted_tau", Correlations.WeightedTau(x, y));
        LineFit line = TheilSen.Fit(x, y);
        JsonElement theil = golden.Expected.GetProperty("theil");
        golden.Check("slope", theil.GetProperty("slope"), line.Slope);
        golden.Check("intercept", theil.GetProperty("intercept"), line.Intercept);
        golden.Check("low", theil.GetProperty("low"), line.Lower);
        golden.Check("high", theil.GetProperty("high"), line.Upper);
    }

    [Test]
    public void The_p_value_of_many_rows_is_the_normal_one()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)], y = [.. x.Select(i => (i * 17) % 41)];

        CorrelationTest kendall = Correlations.Kendall(x, y);

        Assert.That(kendall.PValue, Is.InRange(0, 1));
        Assert.That(Correlations.Kendall([.. x], [.. x]).PValue, Is.LessThan(1e-40), "exact: one order in 40! of all");
    }

    private static void Check(GoldenCase golden, string key, CorrelationTest found)
    {
        JsonElement expected = golden.Expected.GetProperty(key);
        if (expected.TryGetProperty("error", out _))
        {
            Assert.That(found.Value, Is.NaN, "one row: the reference raises");
            return;
        }

        golden.CheckWithin(1e-12, key, expected.GetProperty("statistic"), found.Value);
        golden.CheckWithin(1e-10, key, expected.GetProperty("p_value"), found.PValue);
    }
}
