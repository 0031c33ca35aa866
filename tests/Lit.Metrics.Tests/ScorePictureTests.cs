using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class ScorePictureTests
{
    private static readonly IntervalOptions Few = new() { Resamples = 20 };

    [Test]
    public void Scores_of_two_classes_draw_curves_reliability_and_confusion()
    {
        MulticlassScore score = MulticlassMetrics.Compute([0, 0, 1, 1], [0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3], Few);

        ReportBlock[] blocks = [.. score.ToReport()];

        Assert.That(
            blocks.Skip(1).Select(block => block.Title), Is.EqualTo(new[] { "ROC", "Precision and recall", "Reliability", "Confusion" }));
        Assert.That(((TableBlock)blocks[0]).Rows, Has.Count.EqualTo(score.Values.Count));
        Assert.That(((HeatMapBlock)blocks[4]).Values, Is.EqualTo(new[] { 1.0, 1, 1, 1 }));
        ChartSeries roc = ((LineChartBlock)blocks[1]).Series.Single();
        Assert.That(roc.Name, Is.EqualTo("1 (0.750)"), "the area is that of the score");
        Assert.That(score.Auc.Value, Is.EqualTo(0.75));
        Assert.That(score.ToHtml(), Does.Contain("<svg").And.Contain("Confusion"));
    }

    [Test]
    public void What_is_not_there_is_not_drawn()
    {
        Assert.That(Titles(MulticlassMetrics.Compute([0, 2, 1], [0.8, 0.1, 0.1, 0.1, 0.2, 0.7, 0.3, 0.4, 0.3], Few)), Is.EqualTo(new[] { "Reliability", "Confusion" }));
        Assert.That(Titles(MulticlassMetrics.Compute([1, 1], [0.4, 0.6, 0.1, 0.9], Few)), Is.EqualTo(new[] { "Reliability", "Confusion" }), "one class has no curve");
        Assert.That(Titles(MulticlassMetrics.Compute([], [], Few)), Is.Empty);

        static IEnumerable<string?> Titles(MulticlassScore score) => score.ToReport().Skip(1).Select(block => block.Title);
    }

    [Test]
    public void An_evaluation_draws_its_states_when_asked([Values] bool streaming)
    {
        var spec = new Spec { ["label"] = new CategoryLabel() };
        var examples = new Dataset(new ExampleTable(spec, [new("label", new StringColumn(new[] { "no", "yes", "yes" }))]), "reviews", "");
        var predictions = new ExampleTable(
            new Spec { ["probas"] = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" } },
            [new("probas", new TensorColumn(new[] { 0.7f, 0.3f, 0.8f, 0.2f, 0.1f, 0.9f }, 3, [2]))]);
        EvaluationResult scores = new MulticlassMetrics { Extended = true, Streaming = streaming }.Evaluate(examples, predictions, intervals: Few);

        Assert.That(scores.ToReport().Count(), Is.EqualTo(1));
        ReportBlock[] blocks = [.. (scores with { Pictures = true }).ToReport()];

        Assert.That(
            blocks.Skip(1).Select(block => block.Title), Is.EqualTo(new[] { "ROC", "Precision and recall", "Reliability", "Confusion" }));
        Assert.That(((HeatMapBlock)blocks[4]).Rows, Is.EqualTo(new[] { "no", "yes" }));
        Assert.That(((LineChartBlock)blocks[1]).Series.Single().Name, Does.StartWith("yes ("));
    }
}
