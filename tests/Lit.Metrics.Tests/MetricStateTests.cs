using System.Text.Json;
using FsCheck.Fluent;
using Lit.Api.Metrics;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class MetricStateTests
{
    private static readonly IntervalOptions Few = new() { Resamples = 40 };

    /// <summary>Scores that are made of counts, and so are the same to the last bit.</summary>
    private static readonly string[] CountsOnly =
    [
        "accuracy", "macro_f1", "matthews", "kappa", "auc", "aucpr", "exactmatch",
        "corpus_bleu", "corpus_bleu@1", "chrf++", "ter", "wer", "cer", "exact_match", "macro_precision", "tag_accuracy",
    ];

    private static readonly int[] ShardCounts = [1, 2, 7, 64];

    [Property(MaxTest = 150)]
    public Property Shards_merge_into_the_state_of_the_whole() => Prop.ForAll(Predictions.Batches, given =>
    {
        IReadOnlyList<MetricValue> whole = Score(given.Metric, given.Batch, All(given.Batch)).Compute(Few);
        foreach (int shards in ShardCounts)
        {
            MetricState merged = given.Metric.CreateState(given.Batch.Fields);
            for (int shard = 0; shard < shards; shard++)
            {
                int[] rows = [.. All(given.Batch).Where(row => row % shards == shard)];
                merged.Merge(Score(given.Metric, given.Batch, rows));
            }

            CheckSame(whole, merged.Compute(Few));
        }
    });

    [Property(MaxTest = 150)]
    public Property The_order_of_rows_does_not_matter() => Prop.ForAll(Predictions.Batches, given =>
    {
        int[] reversed = [.. All(given.Batch).Reverse()];
        CheckSame(
            Score(given.Metric, given.Batch, All(given.Batch)).Compute(Few),
            Score(given.Metric, given.Batch, reversed).Compute(Few));
    });

    [Property(MaxTest = 150)]
    public Property A_state_comes_back_from_JSON_with_every_bit() => Prop.ForAll(Predictions.Batches, given =>
    {
        MetricState state = Score(given.Metric, given.Batch, All(given.Batch));
        string json = state.ToJson();

        MetricState read = given.Metric.ReadState(given.Batch.Fields, JsonDocument.Parse(json).RootElement);

        Assert.That(read.ToJson(), Is.EqualTo(json));
        Assert.That(read.Count, Is.EqualTo(state.Count));
        Assert.That(read.Compute(Few), Is.EqualTo(state.Compute(Few)));
    });

    [Property(MaxTest = 100)]
    public Property Scores_are_in_the_meta_spec_and_undefined_ones_say_why() => Prop.ForAll(Predictions.Batches, given =>
    {
        foreach (MetricValue value in Score(given.Metric, given.Batch, All(given.Batch)).Compute(Few))
        {
            Assert.That(
                given.Metric.MetaSpec.ContainsKey(value.Name)
                    || value.Name is "num_missing_labels" or "num_missing_predictions",
                value.Name);
            Assert.That(double.IsNaN(value.Value), Is.EqualTo(value.Reason is { Length: > 0 } && double.IsNaN(value.Value)));
            Assert.That(!value.HasInterval || value.Lower <= value.Upper, value.ToString());
        }
    });

    [Property(MaxTest = 100)]
    public Property Nothing_seen_gives_no_scores() => Prop.ForAll(Predictions.Batches, given =>
        given.Metric.CreateState(given.Batch.Fields).Compute(Few).Count == 0);

    [Test]
    public void States_of_other_metrics_do_not_merge()
    {
        var fields = new MetricFields("p", new MulticlassPreds { Vocab = ["a", "b"] }, "l", new CategoryLabel());
        MetricState multiclass = new MulticlassMetrics().CreateState(fields);

        Assert.That(
            () => multiclass.Merge(new BinaryConfusionMetrics().CreateState(fields)),
            Throws.ArgumentException.With.Message.Contains("Expected a state of kind MulticlassState"));
        Assert.That(
            () => multiclass.Merge(new MulticlassMetrics { Extended = true }.CreateState(fields)),
            Throws.ArgumentException);
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"classes":3}""")]
    [TestCase("""{"classes":2,"examples":[1,0,0,0,-1]}""")]
    [TestCase("""{"classes":2,"examples":[1,0,0,0,0],"confusion":[0,5,1]}""")]
    public void JSON_that_is_no_state_is_refused(string json)
    {
        var fields = new MetricFields("p", new MulticlassPreds { Vocab = ["a", "b"] }, "l", new CategoryLabel());
        Assert.That(
            () => new MulticlassMetrics().ReadState(fields, JsonDocument.Parse(json).RootElement),
            Throws.TypeOf<LitException>().With.Message.StartsWith("Metric state, '"));
    }

    private static int[] All(MetricBatch batch) => [.. Enumerable.Range(0, batch.Count)];

    private static MetricState Score(Metric metric, MetricBatch batch, int[] rows)
    {
        MetricState state = metric.CreateState(batch.Fields);
        state.Add(batch, rows);
        return state;
    }

    /// <summary>Equal but for the order in which sums were added up.</summary>
    private static void CheckSame(IReadOnlyList<MetricValue> expected, IReadOnlyList<MetricValue> found)
    {
        Assert.That(found.Select(value => value.Name), Is.EqualTo(expected.Select(value => value.Name)));
        for (int i = 0; i < expected.Count; i++)
        {
            double tolerance = expected[i].IsCount || CountsOnly.Contains(expected[i].Name) ? 0 : 1e-12;
            Assert.That(found[i].Value, Is.EqualTo(expected[i].Value).Within(tolerance), expected[i].Name);
            Assert.That(found[i].Lower, Is.EqualTo(expected[i].Lower).Within(1e-9), expected[i].Name);
            Assert.That(found[i].Upper, Is.EqualTo(expected[i].Upper).Within(1e-9), expected[i].Name);
            Assert.That(found[i].Reason, Is.EqualTo(expected[i].Reason));
        }
    }
}
