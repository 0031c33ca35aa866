using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Fairness;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class FairnessTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/fairness.json"])]
    public void Rates_and_gaps_equal_the_reference(GoldenCase golden)
    {
        string[] groups = [.. golden.Input.GetProperty("group").EnumerateArray().Select(group => group.ToString())];

        // The reference takes a rate of nothing for 0.
        GroupFairness found = GroupFairness.Of(
            GoldenFile.Integers(golden.Input.GetProperty("y_true")),
            GoldenFile.Integers(golden.Input.GetProperty("y_pred")),
            groups,
            GoldenFile.Numbers(golden.Input.GetProperty("sample_weight")),
            undefined: 0);

        Check(golden, "demographic_parity", found.DemographicParity);
        Check(golden, "equalized_odds", found.EqualizedOdds);
        Check(golden, "equal_opportunity", found.EqualOpportunity);
        golden.Check("equalized_odds_difference_mean", found.MeanEqualizedOdds.Difference);
        golden.Check("equalized_odds_ratio_mean", found.MeanEqualizedOdds.Ratio);
        foreach (GroupRates group in found.Groups)
        {
            CheckRates(golden, golden.Expected.GetProperty("by_group").GetProperty(group.Name), group);
        }

        CheckRates(golden, golden.Expected.GetProperty("overall"), found.Overall);
    }

    [Test]
    public void A_group_without_positives_is_left_out_of_opportunity_and_named()
    {
        GroupFairness found = GroupFairness.Of([0, 0, 1, 1], [0, 1, 1, 0], ["a", "a", "b", "b"]);

        Assert.That(found.Groups[0].TruePositiveRate, Is.NaN);
        Assert.That(found.EqualOpportunity.Difference, Is.Zero);
        Assert.That(found.EqualOpportunity.Reason, Is.EqualTo("not defined for a"));
        Assert.That(found.DemographicParity.Reason, Is.Null);
        Assert.That(found.ToAnsiString(new() { Colors = AnsiColors.None }), Does.Contain("not defined for a"));
    }

    [Test]
    public void A_facet_that_a_model_is_bad_at_stands_first_and_small_ones_are_not_looked_at()
    {
        // Wrong in half of "drama", in a tenth elsewhere; "rare" has five examples only.
        string[] genres = [.. Enumerable.Range(0, 405).Select(i => i >= 400 ? "rare" : i % 4 == 0 ? "drama" : i % 4 == 1 ? "comedy" : "other")];
        string[] labels = [.. genres.Select((_, i) => i % 3 == 0 ? "yes" : "no")];
        float[] rows =
        [
            .. labels.SelectMany((label, i) =>
            {
                bool wrong = genres[i] == "drama" ? i % 8 == 0 : i % 10 == 1;
                return (label == "yes") != wrong ? new[] { 0.2f, 0.8f } : [0.8f, 0.2f];
            }),
        ];
        var spec = new Spec { ["genre"] = new CategoryLabel(), ["label"] = new CategoryLabel() };
        var reviews = new Dataset(spec, genres.Select((genre, i) => new Example([new("genre", genre), new("label", labels[i])])));
        var type = new MulticlassPreds { Vocab = ["no", "yes"], Parent = "label" };
        var predictions = new ExampleTable(new Spec { ["p"] = type }, [new("p", new TensorColumn(rows, genres.Length, [2]))]);
        EvaluationResult result = new MulticlassMetrics().Evaluate(reviews, predictions, ["genre"]);

        IReadOnlyList<FacetGap> gaps = result.GapsBy("genre", "accuracy");

        Assert.That(gaps.Select(gap => gap.Value), Is.EquivalentTo(new[] { "drama", "comedy", "other" }));
        Assert.That(gaps[0].Value, Is.EqualTo("drama"));
        Assert.That(gaps[0].Score.Value, Is.EqualTo(0.5));
        Assert.That(gaps[0].Rest.Support, Is.EqualTo(305));
        Assert.That(gaps[0].Difference.Upper, Is.Negative);
        Assert.That(gaps[0].PValue, Is.LessThan(1e-6));
        Assert.That(gaps[0].Ratio, Is.EqualTo(0.5 / gaps[0].Rest.Value));
        Assert.That(() => result.GapsBy("label", "accuracy"), Throws.TypeOf<LitException>().With.Message.Contains("found 'label'"));
    }

    private static void CheckRates(GoldenCase golden, JsonElement expected, GroupRates rates)
    {
        golden.Check("selection_rate", expected.GetProperty("selection_rate"), rates.SelectionRate);
        golden.Check("tpr", expected.GetProperty("tpr"), rates.TruePositiveRate);
        golden.Check("fpr", expected.GetProperty("fpr"), rates.FalsePositiveRate);

        // Where nothing is there to count the reference has 0 for both of a pair of rates.
        golden.Check("fnr", expected.GetProperty("fnr"), rates.Positives == 0 ? 0 : rates.FalseNegativeRate);
        golden.Check("tnr", expected.GetProperty("tnr"), rates.Weight == rates.Positives ? 0 : rates.TrueNegativeRate);
    }

    private static void Check(GoldenCase golden, string key, RateGap gap)
    {
        golden.Check($"{key}_difference_between_groups", gap.Difference);
        golden.Check($"{key}_difference_to_overall", gap.DifferenceToOverall);
        golden.Check($"{key}_ratio_between_groups", gap.Ratio);
        golden.Check($"{key}_ratio_to_overall", gap.RatioToOverall);
    }
}
