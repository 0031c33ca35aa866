using System.Text.Json;
using FsCheck.Fluent;
using Lit.Metrics.Significance;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class SignificanceTests
{
    [TestCaseSource(nameof(Named), ["table"])]
    public void Tests_of_tables_equal_the_reference(GoldenCase golden)
    {
        double[] table = GoldenFile.Matrix(golden.Input.GetProperty("table"));
        long[] cells = [.. table.Select(cell => (long)cell)];
        long b = cells[1], c = cells[2];
        Check(golden, "exact_true_correction_false", McNemar.Exact(b, c));
        foreach (bool corrected in (bool[])[true, false])
        {
            Check(golden, $"chi2_correction_{(corrected ? "true" : "false")}", CountTest.ChiSquare(table, 2, corrected));
            TestOutcome found = McNemar.ChiSquare(b, c, corrected);
            if (b == c && (corrected || b == 0))
            {
                // The reference lets the correction go below no difference at all; equal counts are no evidence.
                Assert.That((found.Statistic, found.PValue), Is.EqualTo((0.0, 1.0)));
            }
            else
            {
                Check(golden, $"exact_false_correction_{(corrected ? "true" : "false")}", found);
            }
        }

        foreach ((string suffix, Alternative alternative) in Alternatives)
        {
            TestOutcome found = CountTest.Fisher(cells[0], cells[1], cells[2], cells[3], alternative);
            JsonElement expected = golden.Expected.GetProperty($"fisher_{suffix}");
            golden.CheckWithin(1e-12, suffix, expected.GetProperty("odds_ratio"), found.Statistic);
            golden.CheckWithin(1e-10, suffix, expected.GetProperty("p_value"), found.PValue);
        }
    }

    [TestCaseSource(nameof(Named), ["samples"])]
    public void Tests_of_samples_equal_the_reference(GoldenCase golden)
    {
        double[] a = GoldenFile.Numbers(golden.Input.GetProperty("a")), b = GoldenFile.Numbers(golden.Input.GetProperty("b"));
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            if (expected.Name == "sign_test")
            {
                TestOutcome sign = CountTest.Sign(a, b);
                if (expected.Value.ValueKind == JsonValueKind.Object)
                {
                    Assert.That((sign.PValue, sign.Reason), Is.EqualTo((1.0, "no pair differs")), "the reference raises");
                }
                else
                {
                    golden.CheckWithin(1e-10, expected.Name, expected.Value, sign.PValue);
                }

                continue;
            }

            if (!expected.Value.TryGetProperty("statistic", out _))
            {
                Assert.Fail($"{expected.Name}: {expected.Value}");
            }

            TestOutcome found = Run(expected.Name, a, b);
            if (golden.Name == "samples_equal" && expected.Name.StartsWith("wilcoxon", StringComparison.Ordinal)
                && expected.Value.GetProperty("p_value").ValueKind == JsonValueKind.String)
            {
                // No pair differs: the reference has no normal p-value where zeros are left out.
                Assert.That(found.Reason, Is.EqualTo("no pair differs"));
                Assert.That(found.PValue, Is.EqualTo(1).Or.NaN);
                continue;
            }

            golden.CheckWithin(1e-12, expected.Name, expected.Value.GetProperty("statistic"), found.Statistic);
            golden.CheckWithin(1e-10, expected.Name, expected.Value.GetProperty("p_value"), found.PValue);
        }
    }

    [TestCaseSource(nameof(Named), ["p_values"])]
    public void Corrected_p_values_equal_the_reference(GoldenCase golden)
    {
        double[] p = GoldenFile.Numbers(golden.Input.GetProperty("p"));
        double alpha = golden.Input.GetProperty("alpha").GetDouble();
        Dictionary<string, double[]> found = new()
        {
            ["bonferroni"] = MultipleTesting.Bonferroni(p),
            ["holm"] = MultipleTesting.Holm(p),
            ["simes-hochberg"] = MultipleTesting.Hochberg(p),
            ["fdr_bh"] = MultipleTesting.BenjaminiHochberg(p),
            ["fdr_by"] = MultipleTesting.BenjaminiYekutieli(p),
        };
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            golden.CheckAll(expected.Name, expected.Value.GetProperty("adjusted"), found[expected.Name]);
            Assert.That(
                found[expected.Name].Select(value => value <= alpha),
                Is.EqualTo(expected.Value.GetProperty("reject").EnumerateArray().Select(e => e.GetBoolean())), expected.Name);
        }
    }

    [TestCaseSource(nameof(Permutations))]
    public void Permutation_tests_equal_the_reference(GoldenCase golden)
    {
        double[] a = GoldenFile.Numbers(golden.Input.GetProperty("a")), b = GoldenFile.Numbers(golden.Input.GetProperty("b"));
        int pairs = Math.Min(a.Length, b.Length);
        foreach ((string suffix, Alternative alternative) in Alternatives)
        {
            var options = new PermutationOptions { Alternative = alternative };
            Check(golden, $"independent_{suffix}", PermutationTest.Independent(a, b, null, options));
            Check(golden, $"paired_sign_flip_{suffix}", PermutationTest.Paired(a.AsSpan(0, pairs), b.AsSpan(0, pairs), null, options));
            Check(golden, $"pairings_pearson_{suffix}", PermutationTest.Pairings(a.AsSpan(0, pairs), b.AsSpan(0, pairs), null, options));
        }
    }

    [Test]
    public void Drawn_orders_come_close_to_all_of_them()
    {
        double[] a = [1.2, 2.1, 1.9, 2.4, 0.3, 1.1], b = [3.1, 2.9, 3.8, 1.7, 2.2, 2.6];
        var drawn = new PermutationOptions { MostExact = 0, Resamples = 20_000 };

        Assert.That(PermutationTest.Independent(a, b, null, drawn).PValue, Is.EqualTo(PermutationTest.Independent(a, b).PValue).Within(0.01));
        Assert.That(PermutationTest.Paired(a, b, null, drawn).PValue, Is.EqualTo(PermutationTest.Paired(a, b).PValue).Within(0.01));
        Assert.That(PermutationTest.Pairings(a, b, null, drawn).PValue, Is.EqualTo(PermutationTest.Pairings(a, b).PValue).Within(0.01));
        Assert.That(
            PermutationTest.Paired(a, b, null, drawn).PValue,
            Is.EqualTo(PermutationTest.Paired(a, b, null, drawn).PValue), "equal seeds");
    }

    [Test]
    public void Equal_samples_differ_by_nothing_and_are_no_evidence()
    {
        double[] same = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i))];

        TestOutcome paired = PermutationTest.Paired(same, same, null, new() { Resamples = 500 });

        Assert.That((paired.Statistic, paired.PValue), Is.EqualTo((0.0, 1.0)));
        Assert.That(TTest.Paired(same, same).Reason, Is.EqualTo("the numbers are constant and do not differ"));
    }

    [TestCaseSource(nameof(Binomials))]
    public void Intervals_of_shares_equal_the_reference(GoldenCase golden)
    {
        JsonElement[] rows = [.. golden.Input.GetProperty("k_n_p").EnumerateArray()];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] row = GoldenFile.Numbers(rows[i]);
            Interval wilson = ShareInterval.Wilson(row[0], row[1]), exact = ShareInterval.ClopperPearson(row[0], row[1]);
            golden.CheckAll("wilson", golden.Expected.GetProperty("wilson_95")[i], [wilson.Lower, wilson.Upper]);
            golden.CheckAll("clopper", golden.Expected.GetProperty("clopper_pearson_95")[i], [exact.Lower, exact.Upper]);
            golden.Check(
                "p", golden.Expected.GetProperty("two_sided_p")[i], CountTest.Binomial((long)row[0], (long)row[1], row[2]).PValue);
        }
    }

    [Property(MaxTest = 100)]
    public Property Intervals_of_shares_hold_the_share_and_each_other() => Prop.ForAll(
        Gen.Choose(0, 60).ToArbitrary(),
        Gen.Choose(0, 60).ToArbitrary(),
        (x, y) =>
        {
            double successes = Math.Min(x, y), trials = Math.Max(x, y), share = successes / trials;
            Interval wilson = ShareInterval.Wilson(successes, trials), exact = ShareInterval.ClopperPearson(successes, trials);
            Assert.That(trials == 0 || (wilson.Holds(share) && exact.Holds(share)));
            Assert.That(ShareInterval.Wilson(successes, trials, 0.99).Lower, Is.LessThanOrEqualTo(wilson.Lower));
            Assert.That(exact.Upper - exact.Lower, Is.GreaterThanOrEqualTo(0.85 * (wilson.Upper - wilson.Lower)));
        });

    private static readonly (string Suffix, Alternative Alternative)[] Alternatives =
        [("two-sided", Alternative.TwoSided), ("less", Alternative.Less), ("greater", Alternative.Greater)];

    private static IEnumerable<TestCaseData<GoldenCase>> Named(string prefix) => GoldenFile.Cases("scores/hypothesis_tests.json")
        .Where(test => test.Arguments[0] is GoldenCase golden && golden.Name.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> Permutations() => GoldenFile.Cases("scores/resampling.json")
        .Where(test => test.Arguments[0] is GoldenCase golden && golden.Name.StartsWith("permutation", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> Binomials() => GoldenFile.Cases("scores/special_functions.json")
        .Where(test => test.Arguments[0] is GoldenCase { Name: "binomial" });

    private static TestOutcome Run(string name, double[] a, double[] b)
    {
        string[] words = name.Split('_');
        Alternative alternative = Alternatives.FirstOrDefault(pair => pair.Suffix == words[^1]).Alternative;
        PValueMethod Method(string word) => word switch
        {
            "exact" => PValueMethod.Exact,
            "asymptotic" or "approx" => PValueMethod.Asymptotic,
            _ => PValueMethod.Auto,
        };
        return words[0] switch
        {
            "wilcoxon" => RankTest.WilcoxonSignedRank(
                a,
                b,
                words[1] switch
                {
                    "pratt" => ZeroDifferences.RankedThenLeftOut,
                    "zsplit" => ZeroDifferences.Halved,
                    _ => ZeroDifferences.LeftOut,
                },
                Method(words[4]),
                words[3] == "true",
                alternative),
            "mannwhitney" => RankTest.MannWhitney(a, b, Method(words[1]), alternative: alternative),
            "ks" => KolmogorovSmirnov.TwoSample(a, b, PValueMethod.Exact),
            _ => name switch
            {
                "t_equal_var" => TTest.Independent(a, b, equalVariances: true),
                "t_equal_var_less" => TTest.Independent(a, b, true, Alternative.Less),
                "t_welch" => TTest.Independent(a, b),
                "t_paired" => TTest.Paired(a, b),
                "t_one_sample_0.5" => TTest.OneSample(a, 0.5),
                _ => throw new InvalidOperationException(name),
            },
        };
    }

    private static void Check(GoldenCase golden, string key, TestOutcome found)
    {
        JsonElement expected = golden.Expected.GetProperty(key);
        golden.CheckWithin(1e-12, key, expected.GetProperty("statistic"), found.Statistic);
        golden.CheckWithin(1e-10, key, expected.GetProperty("p_value"), found.PValue);
    }
}
