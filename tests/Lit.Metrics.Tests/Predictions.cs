using FsCheck;
using FsCheck.Fluent;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.Text;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>Made-up labels and predictions for every metric.</summary>
public static class Predictions
{
    private static readonly Vocabulary Classes = ["no", "yes", "maybe"];

    /// <summary>Each metric with a batch that suits it; labels and predictions are missing here and there.</summary>
    public static Arbitrary<(Metric Metric, MetricBatch Batch)> Batches => (
        from count in Gen.Choose(1, 150)
        from kind in Gen.Choose(0, 17)
        from noise in Gen.Choose(0, 1000).ArrayOf(count * 3)
        from labels in Gen.Choose(0, 6).ArrayOf(count)
        select Batch(kind, count, noise, labels)).ToArbitrary();

    public static MetricBatch Binary(int[] labels, double[] positive)
    {
        float[] rows = [.. positive.SelectMany(p => new[] { (float)(1 - p), (float)p })];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" };
        string[] texts = [.. labels.Select(label => label == 1 ? "yes" : "no")];
        return new(
            new MetricFields("probas", type, "label", new CategoryLabel()),
            new StringColumn(texts),
            new TensorColumn(rows, labels.Length, [2]));
    }

    private static (Metric Metric, MetricBatch Batch) Batch(int kind, int count, int[] noise, int[] labels) => kind switch
    {
        0 => Multiclass(new MulticlassMetrics(), count, noise, labels, classes: 2),
        1 => Multiclass(new MulticlassMetrics { Extended = true }, count, noise, labels, classes: 2),
        2 => Multiclass(new MulticlassMetrics { Extended = true }, count, noise, labels, classes: 3),
        3 => Multiclass(new BinaryConfusionMetrics(), count, noise, labels, classes: 2),
        4 => Numbers(count, noise, labels),
        6 => Multiclass(new MulticlassMetrics { Extended = true, Streaming = true }, count, noise, labels, classes: 2),
        7 => Numbers(count, noise, labels, streaming: true),
        > 5 => TextPredictions.Batch(kind - 7, count, noise),
        _ => Sets(count, noise, labels),
    };

    private static (Metric Metric, MetricBatch Batch) Multiclass(
        Metric metric, int count, int[] noise, int[] labels, int classes)
    {
        float[] rows = new float[count * classes];
        for (int row = 0; row < count; row++)
        {
            float sum = 0;
            for (int c = 0; c < classes; c++)
            {
                sum += rows[(row * classes) + c] = noise[(row * 3) + c] + 1 + (labels[row] == c ? 300 : 0);
            }

            for (int c = 0; c < classes; c++)
            {
                rows[(row * classes) + c] /= sum;
            }
        }

        string?[] texts = [.. labels.Select(label => label < classes ? Classes[label] : label == 6 ? null : "unknown")];
        var type = new MulticlassPreds { Vocab = new(Classes.Take(classes)), NullIndex = 0, Parent = "label" };
        return (metric, new MetricBatch(
            new("probas", type, "label", new CategoryLabel()),
            new StringColumn(texts),
            new TensorColumn(rows, count, [classes])));
    }

    private static (Metric Metric, MetricBatch Batch) Numbers(int count, int[] noise, int[] labels, bool streaming = false)
    {
        double[] truth = [.. labels.Select(label => label == 6 ? double.NaN : label)];
        double[] predictions = [.. Enumerable.Range(0, count).Select(row => labels[row] + (noise[row] / 300.0))];
        return (new RegressionMetrics { Extended = true, Streaming = streaming }, new MetricBatch(
            new("score", new RegressionScore { Parent = "rating" }, "rating", new Scalar()),
            new DoubleColumn(truth),
            new DoubleColumn(predictions)));
    }

    private static (Metric Metric, MetricBatch Batch) Sets(int count, int[] noise, int[] labels)
    {
        object[] truth = [.. labels.Select(label => Enumerable.Range(0, label % 4).Select(i => $"t{i}").ToArray())];
        object[] predictions =
        [
            .. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, 3)
                .Select(i => new ScoredText($"t{i}", noise[(row * 3) + i] / 1000.0)).ToArray()),
        ];
        return (new MultilabelMetrics { Extended = true }, new MetricBatch(
            new("tags", new SparseMultilabelPreds { Parent = "topics" }, "topics", new SparseMultilabel()),
            new ObjectColumn(truth),
            new ObjectColumn(predictions)));
    }
}
