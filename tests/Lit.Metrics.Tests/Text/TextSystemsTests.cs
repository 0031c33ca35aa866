using System.Text.Json;
using Lit.Api.Metrics;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class TextSystemsTests
{
    private static readonly string[] References = ["the cat sat on the mat", "a dog ran home", "it is raining again today"];
    private static readonly string[] Texts = ["the cat sat on a mat", "a dog ran", "it rains today"];

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/significance_systems.json"])]
    public void Tests_on_given_draws_are_those_of_the_reference(GoldenCase golden)
    {
        TextMetric metric = golden.Input.GetProperty("metric").GetString() switch
        {
            "bleu" => new BleuMetrics { Options = BleuOptions.Default },
            "chrf" => new ChrfMetrics(),
            _ => new TerMetrics(),
        };
        var sums = new SystemSums(
            metric,
            TextCases.Strings(golden, "baseline"),
            TextCases.Strings(golden, "system"),
            TextCases.Strings(golden.Input.GetProperty("references")[0]));
        bool isBootstrap = golden.Input.GetProperty("test").GetString() == "bs";
        SystemComparison found = isBootstrap
            ? sums.Bootstrap(golden.Input.GetProperty("resample_indices").EnumerateArray().Select(GoldenFile.Integers), 0.95)
            : sums.Randomize(golden.Input.GetProperty("keep_baseline").EnumerateArray().Select(
                trial => trial.EnumerateArray().Select(keeps => keeps.GetBoolean()).ToArray()));
        JsonElement baseline = golden.Expected.GetProperty("baseline"), system = golden.Expected.GetProperty("system");

        golden.Check("baseline", baseline.GetProperty("score"), found.Baseline.Value);
        golden.Check("system", system.GetProperty("score"), found.System.Value);
        CheckPValue(golden, system, found);
        if (isBootstrap)
        {
            CheckInterval(baseline, found.Baseline);
            CheckInterval(system, found.System);
        }
    }

    [Test]
    public void A_system_does_not_differ_from_itself()
    {
        foreach (SystemComparison found in (SystemComparison[])
        [
            TextSystems.PairedBootstrap(new ChrfMetrics(), Texts, Texts, References),
            TextSystems.ApproximateRandomization(new ChrfMetrics(), Texts, Texts, References),
        ])
        {
            Assert.That(found.Difference, Is.Zero);
            Assert.That(found.PValue, Is.EqualTo(1));
        }
    }

    [Test]
    public void Equal_seeds_give_equal_answers()
    {
        var options = new IntervalOptions { Resamples = 200, Seed = 3 };
        SystemComparison Compare() => TextSystems.PairedBootstrap(new RougeMetrics(), Texts, References, References, options);

        Assert.That(Compare(), Is.EqualTo(Compare()));
        Assert.That(Compare().System.Lower, Is.EqualTo(1));
        Assert.That(Compare().ToString(), Does.EndWith("by paired bootstrap"));
    }

    /// <summary>
    /// The reference calls a trial that equals the observed difference no more extreme, here as there; and for no
    /// difference the p-value is 1, there the least of all.
    /// </summary>
    private static void CheckPValue(GoldenCase golden, JsonElement system, SystemComparison found)
    {
        if (found.Difference == 0)
        {
            Assert.That(found.PValue, Is.EqualTo(1));
        }
        else
        {
            golden.Check("p", system.GetProperty("p_value_double_precision"), found.PValue);
        }
    }

    /// <summary>The reference adds up in single precision.</summary>
    private static void CheckInterval(JsonElement expected, MetricValue found)
    {
        double[] sorted = [.. found.Resamples];
        int cut = sorted.Length / 40;
        Assert.That(sorted.Average(), Is.EqualTo(expected.GetProperty("mean").GetDouble()).Within(1e-4));
        Assert.That(
            (sorted[^(1 + cut)] - sorted[cut]) / 2, Is.EqualTo(expected.GetProperty("ci").GetDouble()).Within(1e-4));
    }
}
