using Lit.Api;
using Lit.Metrics.Text;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class PublicSurfaceTests
{
    /// <summary>The keys by which LIT knows its metrics, and how many scores each lists.</summary>
    [TestCase(typeof(RegressionMetrics), "regression", 3)]
    [TestCase(typeof(MulticlassMetrics), "multiclass", 7)]
    [TestCase(typeof(MultilabelMetrics), "multilabel", 4)]
    [TestCase(typeof(PairedMetrics), "paired", 3)]
    [TestCase(typeof(BinaryConfusionMetrics), "binary_confusion", 4)]
    [TestCase(typeof(BleuMetrics), "bleu", 2)]
    [TestCase(typeof(RougeMetrics), "rouge", 2)]
    [TestCase(typeof(ExactMatchMetrics), "exactmatch", 2)]
    public void Metrics_have_LITs_names_and_as_many_scores(Type type, string name, int scores)
    {
        var metric = (Component)Activator.CreateInstance(type)!;

        Assert.That(metric.Name, Is.EqualTo(name));
        Assert.That(metric.MetaSpec, Has.Count.EqualTo(scores));
        Assert.That(metric.ConfigSpec, Is.Empty);
        Assert.That(metric.Description, Is.Not.Empty);
    }

    [Test]
    public void A_build_can_be_gated_on_a_lower_bound()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        double[] probabilities = [.. labels.SelectMany((label, i) => i % 20 == 0 ? new[] { .5, .5 } : [1 - label, label])];

        MulticlassScore score = MulticlassMetrics.Compute(labels, probabilities);

        Assert.That(score.MacroF1.LowerBound(0.95), Is.GreaterThan(0.80), score.ToString());
        Assert.That(score.Confusion.Support(1), Is.EqualTo(100));
        Assert.That(score.Reliability.Bins, Has.Count.EqualTo(15));
    }

    [Test]
    public void Scores_of_two_classes_only_say_so_for_three()
    {
        MulticlassScore score = MulticlassMetrics.Compute([0, 1, 2], [1, 0, 0, 0, 1, 0, 0, 0, 1]);

        Assert.That(score.Accuracy.Value, Is.EqualTo(1));
        Assert.That(score.Auc.Value, Is.NaN);
        Assert.That(score.Auc.Reason, Is.EqualTo("defined for two classes; there are 3"));
    }

    [Test]
    public void No_examples_leave_every_score_undefined()
    {
        MulticlassScore score = MulticlassMetrics.Compute([], []);

        Assert.That(score.Accuracy.Value, Is.NaN);
        Assert.That(score.LogLoss.Reason, Is.EqualTo("no examples"));
    }
}
