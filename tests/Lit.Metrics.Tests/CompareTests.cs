using System.Globalization;
using FsCheck.Fluent;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Comparison;
using Lit.Metrics.Significance;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class CompareTests
{
    private static readonly IntervalOptions Few = new() { Resamples = 30 };

    [Property(MaxTest = 100)]
    public Property Scores_of_equal_predictions_differ_by_exactly_nothing() => Prop.ForAll(Predictions.Batches, given =>
    {
        foreach (string score in given.Metric.MetaSpec.Keys.Where(score => !score.StartsWith("num_", StringComparison.Ordinal)))
        {
            PairedUnits units = given.Metric.CreatePairedUnits(given.Batch, given.Batch, score);
            var joint = new JointStatistic(units);
            double[] scores = new double[3];
            joint.Evaluate(joint.Counts, scores);
            Assert.That(scores[0], Is.EqualTo(scores[1]), score);
            Assert.That(scores[2], Is.Zero.Or.NaN, score);
            double[] drawn = Bootstrap.Resample(joint, scores, Few)[2];
            Assert.That(drawn.All(difference => difference == 0 || double.IsNaN(difference)), score);
        }
    });

    [Property(MaxTest = 100)]
    public Property Units_give_the_scores_of_the_metric() => Prop.ForAll(Predictions.Batches, given =>
    {
        MetricState state = given.Metric.CreateState(given.Batch.Fields);
        state.Add(given.Batch, [.. Enumerable.Range(0, given.Batch.Count)]);
        foreach (MetricValue value in state.Compute(IntervalOptions.None).Where(v => !v.IsCount && v.Reason is null))
        {
            var joint = new JointStatistic(given.Metric.CreatePairedUnits(given.Batch, given.Batch, value.Name));
            double[] scores = new double[3];
            joint.Evaluate(joint.Counts, scores);
            Assert.That(scores[0], Is.EqualTo(value.Value).Within(value.ErrorBound + 1e-9), value.Name);
        }
    });

    [Test]
    public void A_better_model_is_told_from_chance_and_its_changes_are_listed()
    {
        (Dataset reviews, ExampleTable before, ExampleTable after) = Reviews(300, wrongBefore: 3, wrongAfter: 10);

        PairedComparison change = Compare.Paired(before, after, reviews, metric: Metrics.Accuracy);

        Assert.That(change.Before.Value, Is.EqualTo(200 / 300.0).Within(1e-12));
        Assert.That(change.After.Value, Is.EqualTo(270 / 300.0).Within(1e-12));
        Assert.That(change.Difference.Value, Is.EqualTo(70 / 300.0).Within(1e-12));
        Assert.That(change.Difference.Lower, Is.InRange(0.1, change.Difference.Value));
        Assert.That(change.Test, Is.EqualTo("McNemar's exact test"));
        Assert.That(change.IsSignificant(0.001));
        Assert.That(change.Changes.Count(row => row.Effect == ChangeEffect.Better), Is.EqualTo(90));
        Assert.That(change.Changes.Count(row => row.Effect == ChangeEffect.Worse), Is.EqualTo(20));
        Assert.That(change.Changes[0], Is.EqualTo(new RowChange(3, reviews[3].Id, "no", "yes", "no", ChangeEffect.Better)));
        Assert.That(change.PValue, Is.EqualTo(McNemar.Exact(20, 90).PValue));
        string page = change.ToAnsiString(new AnsiOptions { Colors = AnsiColors.None });
        Assert.That(page, Does.Contain("90 better, 20 worse").And.Contain("McNemar"));
    }

    [Test]
    public void Exchanging_predictions_agrees_with_the_exact_test()
    {
        (Dataset reviews, ExampleTable before, ExampleTable after) = Reviews(300, wrongBefore: 7, wrongAfter: 10);
        MetricFields fields = Metrics.Accuracy.Metric.FindFields(before.Spec, reviews.Spec).First();
        PairedUnits units = Metrics.Accuracy.Metric.CreatePairedUnits(
            new(fields, reviews, before), new(fields, reviews, after), "accuracy");

        double random = new JointStatistic(units).RandomizedPValue(30 / 300.0 - 42 / 300.0, 20_000, 1);

        Assert.That(random, Is.EqualTo(units.ExactPValue!.Value).Within(0.02));
    }

    [Test]
    public void Equal_predictions_are_no_evidence_whatever_the_score()
    {
        (Dataset reviews, ExampleTable before, _) = Reviews(60, wrongBefore: 5, wrongAfter: 5);
        foreach (MetricScore score in new[] { Metrics.Accuracy, Metrics.Auc, Metrics.LogLoss, Metrics.CalibrationError, Metrics.MacroF1 })
        {
            PairedComparison same = Compare.Paired(before, before, reviews, score, Few);

            Assert.That(same.Difference.Value, Is.Zero, score.Score);
            Assert.That(same.PValue, Is.EqualTo(1), score.Score);
            Assert.That((same.Difference.Lower, same.Difference.Upper), Is.EqualTo((0.0, 0.0)), score.Score);
            Assert.That(same.Changes, Is.Empty);
        }
    }

    [Test]
    public void Predictions_of_other_fields_are_refused()
    {
        (Dataset reviews, ExampleTable before, _) = Reviews(10, 3, 3);
        var other = new ExampleTable(new Spec { ["other"] = before.Spec["probas"] }, [new("other", before["probas"])]);

        Assert.That(() => Compare.Paired(before, other, reviews, Metrics.Accuracy), Throws.TypeOf<LitException>());
        Assert.That(
            () => Compare.Paired(before, before, reviews, new(new MulticlassMetrics(), "bleu")),
            Throws.TypeOf<LitException>().With.Message.Contains("found 'bleu'"));
    }

    [Property(MaxTest = 100)]
    public Property DeLongs_variance_is_that_of_all_pairs() => Prop.ForAll(
        Gen.Choose(0, 12).ArrayOf(30).ToArbitrary(),
        numbers =>
        {
            int[] labels = [.. numbers.Select((_, row) => row % 3 == 0 ? 1 : 0)];
            double[] scores = [.. numbers.Select((number, row) => number + (labels[row] * 2.0))];
            double[] up = [.. scores.Where((_, row) => labels[row] == 1)], down = [.. scores.Where((_, row) => labels[row] == 0)];
            double Wins(double a, double b) => a > b ? 1 : a == b ? 0.5 : 0;
            double[] v10 = [.. up.Select(a => down.Average(b => Wins(a, b)))], v01 = [.. down.Select(b => up.Average(a => Wins(a, b)))];
            double area = v10.Average(), variance = (Variance(v10) / v10.Length) + (Variance(v01) / v01.Length);

            Interval interval = DeLong.RocAuc(labels, scores);

            if (area is > 0 and < 1)
            {
                double reach = Math.Log(interval.Upper / (1 - interval.Upper)) - Math.Log(area / (1 - area));
                Assert.That(
                    reach, Is.EqualTo(1.959963984540054 * Math.Sqrt(variance) / (area * (1 - area))).Within(1e-9));
            }

            Assert.That(interval.Holds(area));
            Assert.That(DeLong.Paired(labels, scores, scores), Is.EqualTo(new TestOutcome(0, 1)));
        });

    private static double Variance(double[] values) => values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Length - 1);

    /// <summary>Predictions that are wrong in every so manieth row.</summary>
    private static (Dataset Reviews, ExampleTable Before, ExampleTable After) Reviews(int count, int wrongBefore, int wrongAfter)
    {
        var spec = new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["no", "yes"] } };
        var reviews = new Dataset(
            spec,
            Enumerable.Range(0, count).Select(row => new Example(
            [
                new("text", row.ToString(CultureInfo.InvariantCulture)), new("label", row % 2 == 0 ? "yes" : "no"),
            ])));
        return (reviews, Table(wrongBefore), Table(wrongAfter));

        ExampleTable Table(int wrong)
        {
            float[] rows =
            [
                .. Enumerable.Range(0, count).SelectMany(row =>
                {
                    float yes = (row % 2 == 0) == (row % wrong != 0) ? 0.8f - (row % 7 * 0.02f) : 0.3f - (row % 5 * 0.01f);
                    return new[] { 1 - yes, yes };
                }),
            ];
            var type = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" };
            return new(new Spec { ["probas"] = type }, [new("probas", new TensorColumn(rows, count, [2]))]);
        }
    }
}
