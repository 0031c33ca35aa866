using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class WeightTests
{
    private static readonly Metric[] Kinds =
    [
        new MulticlassMetrics { Extended = true },
        new BinaryConfusionMetrics(),
        new RegressionMetrics { Extended = true },
    ];

    [TestCaseSource(nameof(Kinds))]
    public void Weights_equal_repetition(Metric metric)
    {
        (Dataset examples, ExampleTable predictions) = Data(120, row => row % 4);
        int[] repeated = [.. Enumerable.Range(0, 120).SelectMany(row => Enumerable.Repeat(row, row % 4))];

        EvaluationResult expected = metric.Evaluate(
            examples.Pick(repeated), predictions.Gather(repeated), ["genre"], IntervalOptions.None);
        EvaluationResult found = metric.EvaluateWeighted(examples, predictions, "weight", ["genre"], IntervalOptions.None);

        CheckSame(expected.Fields.Single().Values, found.Fields.Single().Values);
        foreach ((FacetEvaluation one, FacetEvaluation other) in expected.Fields.Single().Facets.Zip(found.Fields.Single().Facets))
        {
            Assert.That(other.Value, Is.EqualTo(one.Value));
            CheckSame(one.Values, other.Values);
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Weights_of_one_change_nothing_and_their_scale_does_not_matter(Metric metric)
    {
        (Dataset examples, ExampleTable predictions) = Data(120, _ => 1);
        (Dataset quarters, _) = Data(120, _ => 0.25);
        IReadOnlyList<MetricValue> plain = metric.Evaluate(examples, predictions, intervals: IntervalOptions.None).Fields[0].Values;

        CheckSame(plain, metric.EvaluateWeighted(examples, predictions, "weight", intervals: IntervalOptions.None).Fields[0].Values);
        if (metric is not BinaryConfusionMetrics)
        {
            CheckSame(plain, metric.EvaluateWeighted(quarters, predictions, "weight", intervals: IntervalOptions.None).Fields[0].Values);
        }
    }

    [Test]
    public void Intervals_of_weighted_scores_hold_them_and_are_wider_than_those_of_as_many_examples()
    {
        (Dataset examples, ExampleTable predictions) = Data(200, row => row % 10 == 0 ? 30 : 0.5);
        IntervalOptions intervals = new() { Resamples = 200 };

        MetricValue weighted = new MulticlassMetrics().EvaluateWeighted(examples, predictions, "weight", intervals: intervals)["accuracy"];
        MetricValue plain = new MulticlassMetrics().Evaluate(examples, predictions, intervals: intervals)["accuracy"];

        Assert.That(weighted.Lower <= weighted.Value && weighted.Value <= weighted.Upper, weighted.ToString());
        Assert.That(weighted.Upper - weighted.Lower, Is.GreaterThan(1.5 * (plain.Upper - plain.Lower)));
        Assert.That(weighted.Support, Is.EqualTo(200));
    }

    [TestCase(-1.0, "found -1.")]
    [TestCase(double.NaN, "found none.")]
    [TestCase(double.PositiveInfinity, "found Infinity.")]
    public void A_weight_that_is_none_is_refused(double weight, string message)
    {
        (Dataset examples, ExampleTable predictions) = Data(10, row => row == 7 ? weight : 1);

        Assert.That(
            () => new MulticlassMetrics().EvaluateWeighted(examples, predictions, "weight"),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                $"Dataset 'reviews', row 7, field 'weight': expected a finite weight of at least 0, {message}"));
    }

    [Test]
    public void Weights_that_are_all_zero_are_refused_and_a_field_that_is_not_there_too()
    {
        (Dataset examples, ExampleTable predictions) = Data(10, _ => 0);

        Assert.That(
            () => new MulticlassMetrics().EvaluateWeighted(examples, predictions, "weight"),
            Throws.TypeOf<LitException>().With.Message.Contains("a weight above 0"));
        Assert.That(
            () => new MulticlassMetrics().EvaluateWeighted(examples, predictions, "importance"),
            Throws.TypeOf<LitException>().With.Message.Contains("importance"));
    }

    [Test]
    public void A_state_of_weighted_scores_does_not_merge()
    {
        (Dataset examples, ExampleTable predictions) = Data(10, _ => 2);
        MetricState state = new MulticlassMetrics()
            .EvaluateWeighted(examples, predictions, "weight", intervals: IntervalOptions.None).Fields[0].State;

        Assert.That(state.Count, Is.EqualTo(10));
        Assert.That(() => state.ToJson(), Throws.TypeOf<NotSupportedException>().With.Message.Contains("by weights"));
    }

    [Test]
    public void A_score_of_whole_examples_only_says_that_it_cannot_be_weighted()
    {
        (Dataset examples, ExampleTable predictions) = Data(10, _ => 2);

        EvaluationResult scores = new WholeExamples().EvaluateWeighted(examples, predictions, "weight");

        Assert.That(scores["accuracy"].Value, Is.NaN);
        Assert.That(scores["accuracy"].Reason, Does.StartWith("cannot be weighted"));
    }

    private static void CheckSame(IReadOnlyList<MetricValue> expected, IReadOnlyList<MetricValue> found)
    {
        Assert.That(found.Select(value => value.Name), Is.EqualTo(expected.Select(value => value.Name)));
        foreach ((MetricValue one, MetricValue other) in expected.Zip(found))
        {
            Assert.That(other.Value, Is.EqualTo(one.Value).Within(1e-12), one.Name);
            Assert.That(other.Reason, Is.EqualTo(one.Reason), one.Name);
        }
    }

    private static (Dataset Examples, ExampleTable Predictions) Data(int count, Func<int, double> weight)
    {
        int[] truth = [.. Enumerable.Range(0, count).Select(row => row * 7 % 5 < 2 ? 1 : 0)];
        float[] positive = [.. truth.Select((label, row) => (float)((0.4 * label) + (0.6 * (row * 37 % 101 / 101.0))))];
        var examples = new ExampleTable(
            new Spec
            {
                ["label"] = new CategoryLabel { Vocab = ["no", "yes"] },
                ["genre"] = new CategoryLabel(),
                ["rating"] = new Scalar(),
                ["weight"] = new Scalar(),
            },
            [
                new("label", new StringColumn(truth.Select(label => label == 1 ? "yes" : "no").ToArray())),
                new("genre", new StringColumn(truth.Select((_, row) => row / 3 % 2 == 0 ? "drama" : "crime").ToArray())),
                new("rating", new DoubleColumn(truth.Select((label, row) => label + (row * 31 % 17 / 17.0)).ToArray())),
                new("weight", new DoubleColumn(truth.Select((_, row) => weight(row)).ToArray())),
            ]);
        var predictions = new ExampleTable(
            new Spec
            {
                ["probas"] = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" },
                ["score"] = new RegressionScore { Parent = "rating" },
            },
            [
                new("probas", new TensorColumn(positive.SelectMany(p => new[] { 1 - p, p }).ToArray(), count, [2])),
                new("score", new DoubleColumn(truth.Select((label, row) => label + (row * 13 % 29 / 29.0)).ToArray())),
            ]);
        return (new(examples, "reviews", ""), predictions);
    }

    /// <summary>A metric that does not say what the units of its scores are.</summary>
    private sealed class WholeExamples : Metric
    {
        private readonly MulticlassMetrics _inner = new();

        public override Spec MetaSpec => _inner.MetaSpec;

        public override Compatibility CheckFields(LitType prediction, LitType? label) => _inner.CheckFields(prediction, label);

        public override MetricState CreateState(MetricFields fields) => _inner.CreateState(fields);

        public override MetricState ReadState(MetricFields fields, System.Text.Json.JsonElement json) => _inner.ReadState(fields, json);
    }
}
