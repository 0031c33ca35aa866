using System.Text;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class RegressionStreamTests
{
    private static readonly MetricFields Fields =
        new("score", new RegressionScore { Parent = "rating" }, "rating", new Scalar());

    private static readonly RegressionMetrics Streaming = new() { Extended = true, Streaming = true };

    private static readonly RegressionMetrics Exact = new() { Extended = true };

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(500)]
    [TestCase(20_000)]
    public void Sums_give_the_scores_of_all_examples(int count)
    {
        MetricBatch batch = Batch(count, level: 1e3);

        MetricValue[] exact = Score(Exact, batch, shards: 1), streamed = Score(Streaming, batch, shards: 1);

        foreach ((MetricValue one, MetricValue other) in exact.Zip(streamed))
        {
            Assert.That(other.Name, Is.EqualTo(one.Name));
            if (one.Name != "spearmanr" || count <= SampledRows.Capacity)
            {
                Assert.That(other.Value, Is.EqualTo(one.Value).Within(1e-11).Percent.Or.EqualTo(one.Value).Within(1e-12), one.Name);
                Assert.That((other.Support, other.Reason), Is.EqualTo((one.Support, one.Reason)), one.Name);
            }
        }
    }

    [Test]
    public void Shards_merge_into_the_sums_of_the_whole([Values(2, 7, 64)] int shards)
    {
        MetricBatch batch = Batch(20_000, level: 1e3);

        foreach ((MetricValue one, MetricValue other) in Score(Streaming, batch, 1).Zip(Score(Streaming, batch, shards)))
        {
            if (one.Name != "spearmanr")
            {
                Assert.That(other.Value, Is.EqualTo(one.Value).Within(1e-12 * Math.Max(1, Math.Abs(one.Value))), one.Name);
            }
        }
    }

    [Test]
    public void A_correlation_of_ranks_says_that_it_is_of_a_sample()
    {
        MetricBatch batch = Batch(50_000, level: 1);

        MetricValue exact = Score(Exact, batch, 1).Single(value => value.Name == "spearmanr");
        MetricValue sampled = Score(Streaming, batch, 1).Single(value => value.Name == "spearmanr");

        Assert.That(sampled.Reason, Does.StartWith("of an even random sample of ").And.Contain(" of 50000 examples"));
        Assert.That(sampled.Support, Is.InRange(SampledRows.Capacity / 4, SampledRows.Capacity));
        Assert.That(exact.Value, Is.InRange(sampled.LowerBound(0.999), sampled.UpperBound(0.999)));
    }

    [Test]
    public void The_state_does_not_grow()
    {
        int small = Encoding.UTF8.GetByteCount(State(Streaming, Batch(30_000, 1)).ToJson());
        int large = Encoding.UTF8.GetByteCount(State(Streaming, Batch(300_000, 1)).ToJson());

        Assert.That(large, Is.LessThan(2.5 * small), "a sample is between half full and full");
        Assert.That(Encoding.UTF8.GetByteCount(State(Exact, Batch(300_000, 1)).ToJson()), Is.GreaterThan(5 * large));
    }

    [Test]
    public void A_state_that_streams_does_not_merge_with_one_that_does_not() => Assert.That(
        () => State(Exact, Batch(3, 1)).Merge(State(Streaming, Batch(3, 1))),
        Throws.ArgumentException.With.Message.Contains("equal options"));

    [Test]
    public void Explained_variance_forgives_a_bias_that_R_squared_does_not()
    {
        double[] labels = [1, 2, 3, 5], predictions = [11, 12, 13, 15];
        var batch = new MetricBatch(Fields, new DoubleColumn(labels), new DoubleColumn(predictions));

        foreach (RegressionMetrics metric in new[] { Exact, Streaming })
        {
            MetricValue[] values = Score(metric, batch, 1);
            Assert.That(values.Single(value => value.Name == "explained_variance").Value, Is.EqualTo(1).Within(1e-15));
            Assert.That(values.Single(value => value.Name == "r2").Value, Is.LessThan(-40));
        }
    }

    private static MetricValue[] Score(RegressionMetrics metric, MetricBatch batch, int shards)
    {
        MetricState whole = metric.CreateState(Fields);
        for (int shard = 0; shard < shards; shard++)
        {
            MetricState part = metric.CreateState(Fields);
            part.Add(batch, [.. Enumerable.Range(0, batch.Count).Where(row => row % shards == shard)]);
            whole.Merge(part);
        }

        return [.. whole.Compute(new() { Resamples = 100 })];
    }

    private static MetricState State(RegressionMetrics metric, MetricBatch batch)
    {
        MetricState state = metric.CreateState(Fields);
        state.Add(batch, [.. Enumerable.Range(0, batch.Count)]);
        return state;
    }

    /// <summary>Numbers far from 0 beside their spread, where sums of squares would drown it.</summary>
    private static MetricBatch Batch(int count, double level)
    {
        double[] labels = new double[count], predictions = new double[count];
        for (int row = 0; row < count; row++)
        {
            labels[row] = level + Math.Sin(row * 0.7) + (0.3 * Math.Cos(row * 12.9));
            predictions[row] = level + Math.Sin(row * 0.7) + (0.4 * Math.Sin(row * 78.2));
        }

        return new(Fields, new DoubleColumn(labels), new DoubleColumn(predictions));
    }
}
