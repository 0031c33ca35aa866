using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class StreamEvaluationTests
{
    private static readonly IntervalOptions Few = new() { Resamples = 60 };

    private static readonly Facet[] Facets = ["genre", new Facet("length") { Edges = [10, 40] }];

    private static readonly Metric[] Kinds =
    [
        new MulticlassMetrics { Extended = true },
        new MulticlassMetrics { Extended = true, Streaming = true },
        new BinaryConfusionMetrics(),
        new RegressionMetrics { Extended = true },
        new RegressionMetrics { Extended = true, Streaming = true },
    ];

    [Test]
    public async Task Batches_score_as_one_pass_does([Values(1, 2, 7, 64)] int batches)
    {
        (Dataset examples, ExampleTable predictions) = Data(300);
        foreach (Metric metric in Kinds)
        {
            EvaluationResult whole = metric.Evaluate(examples, predictions, Facets, Few);

            EvaluationResult streamed = await metric.EvaluateAsync(Split(examples, predictions, batches), Facets, Few);

            Assert.That(streamed.Dataset, Is.EqualTo(whole.Dataset));
            foreach ((FieldEvaluation expected, FieldEvaluation found) in whole.Fields.Zip(streamed.Fields))
            {
                Assert.That(found.Examples, Is.EqualTo(expected.Examples));
                CheckSame(expected.Values, found.Values);
                Assert.That(
                    found.Facets.Select(part => (part.Field, part.Value, part.Examples)),
                    Is.EqualTo(expected.Facets.Select(part => (part.Field, part.Value, part.Examples))));
                foreach ((FacetEvaluation part, FacetEvaluation own) in expected.Facets.Zip(found.Facets))
                {
                    CheckSame(part.Values, own.Values);
                }
            }
        }
    }

    [Test]
    public async Task Several_metrics_share_one_pass_over_the_stream()
    {
        (Dataset examples, ExampleTable predictions) = Data(50);
        int asked = 0;

        EvaluationResult scores = await Count().EvaluateAsync([new MulticlassMetrics(), new RegressionMetrics()], intervals: Few);

        Assert.That(asked, Is.EqualTo(5));
        Assert.That(scores["accuracy"].Support, Is.EqualTo(50));
        Assert.That(scores["mse"].Support, Is.EqualTo(50));

        async IAsyncEnumerable<PredictionBatch> Count()
        {
            await foreach (PredictionBatch batch in Split(examples, predictions, 5))
            {
                asked++;
                yield return batch;
            }
        }
    }

    [Test]
    public void Ranges_of_a_facet_are_the_ones_given()
    {
        (Dataset examples, ExampleTable predictions) = Data(300);

        EvaluationResult scores = new MulticlassMetrics().Evaluate(examples, predictions, [Facets[1]], Few);

        Assert.That(
            scores.Fields.Single().Facets.Select(part => (part.Value, part.Examples)),
            Is.EqualTo(new[] { ("< 10", 60), ("[10, 40)", 180), (">= 40", 60) }));
    }

    [Test]
    public void A_batch_without_predictions_is_named()
    {
        (Dataset examples, ExampleTable predictions) = Data(10);

        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of(
                new(examples, predictions), new(examples, predictions.Gather([])))),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Batch 2 of the stream: expected 10 predictions, one for each example of dataset 'reviews'; found no predictions."));
        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of(new PredictionBatch(examples, null!))),
            Throws.TypeOf<LitException>().With.Message.Contains("Batch 1 of the stream").And.Message.Contains("no predictions"));
        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of(new PredictionBatch(examples, predictions.Gather([1, 2])))),
            Throws.TypeOf<LitException>().With.Message.Contains("expected 10 predictions").And.Message.EndsWith("found 2."));
    }

    [Test]
    public void A_batch_of_other_fields_is_refused()
    {
        (Dataset examples, ExampleTable predictions) = Data(4);
        var other = new ExampleTable(new Spec { ["score"] = predictions.Spec["score"] }, [new("score", predictions["score"])]);

        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of(new(examples, predictions), new(examples, other))),
            Throws.TypeOf<LitException>().With.Message.StartsWith("Batch 2 of the stream: expected predictions 'probas'")
                .And.Message.EndsWith("found no such field."));
    }

    [Test]
    public void A_row_that_cannot_be_scored_is_named_with_its_batch()
    {
        (Dataset examples, ExampleTable predictions) = Data(4);
        var broken = new ExampleTable(
            new Spec { ["score"] = predictions.Spec["score"] },
            [new("score", new DoubleColumn(new double[] { 1, 2, double.PositiveInfinity, 4 }))]);
        var sound = new ExampleTable(broken.Spec, [new("score", new DoubleColumn(new double[] { 1, 2, 3, 4 }))]);

        Assert.That(
            async () => await new RegressionMetrics().EvaluateAsync(Of(new(examples, sound), new(examples, broken))),
            Throws.TypeOf<LitException>().With.Message.StartsWith("Batch 2 of the stream: Row 2, field 'score'"));
    }

    [Test]
    public void Ranges_that_would_follow_from_all_numbers_are_refused_as_is_a_stream_of_nothing()
    {
        (Dataset examples, ExampleTable predictions) = Data(10);

        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of(new PredictionBatch(examples, predictions)), ["length"]),
            Throws.TypeOf<LitException>().With.Message.Contains("facet 'length'").And.Message.EndsWith("Set Edges."));
        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Of()),
            Throws.TypeOf<LitException>().With.Message.StartsWith("Expected a stream of at least one batch"));
    }

    [Test]
    public void Groups_are_counted_over_the_whole_stream()
    {
        (Dataset examples, ExampleTable predictions) = Data(30);

        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(
                Split(examples, predictions, 30), [new Facet("genre") { MostGroups = 2 }]),
            Throws.TypeOf<LitException>().With.Message.Contains("expected at most 2 groups, found 3"));
    }

    [Test]
    public void A_run_is_cancelled_between_batches()
    {
        (Dataset examples, ExampleTable predictions) = Data(10);
        using var stop = new CancellationTokenSource();
        int given = 0;

        Assert.That(
            async () => await new MulticlassMetrics().EvaluateAsync(Endless(), cancellationToken: stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(given, Is.EqualTo(3));

        async IAsyncEnumerable<PredictionBatch> Endless()
        {
            while (true)
            {
                await Task.Yield();
                if (++given == 3)
                {
                    await stop.CancelAsync();
                }

                yield return new(examples, predictions);
            }
        }
    }

    [TestCase(3, 3)]
    [TestCase(3, double.NaN)]
    [TestCase(3, 1)]
    public void Bounds_that_do_not_rise_are_refused(double first, double second) => Assert.That(
        () => new Facet("length") { Edges = [first, second] },
        Throws.ArgumentException.With.Message.StartsWith("Expected finite bounds"));

    private static void CheckSame(IReadOnlyList<MetricValue> expected, IReadOnlyList<MetricValue> found)
    {
        Assert.That(found.Select(value => value.Name), Is.EqualTo(expected.Select(value => value.Name)));
        foreach ((MetricValue one, MetricValue other) in expected.Zip(found))
        {
            bool sums = one.Name is "mse" or "rmse" or "mae" or "r2" or "explained_variance" or "pearsonr" or "spearmanr" or "log_loss" or "brier" or "calibration_error";
            Assert.That(other.Value, Is.EqualTo(one.Value).Within(sums ? 1e-12 : 0), one.Name);
            Assert.That(other.Lower, Is.EqualTo(one.Lower).Within(1e-12), one.Name);
            Assert.That(other.Upper, Is.EqualTo(one.Upper).Within(1e-12), one.Name);
            Assert.That((other.Support, other.Reason), Is.EqualTo((one.Support, one.Reason)), one.Name);
        }
    }

    private static async IAsyncEnumerable<PredictionBatch> Split(
        Dataset examples,
        ExampleTable predictions,
        int batches,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < batches; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            int begin = i * examples.Count / batches, end = (i + 1) * examples.Count / batches;
            yield return new(
                examples.Slice(begin, end - begin),
                predictions.Gather([.. Enumerable.Range(begin, end - begin)]));
        }
    }

    private static async IAsyncEnumerable<PredictionBatch> Of(params PredictionBatch[] batches)
    {
        foreach (PredictionBatch batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }

    private static (Dataset Examples, ExampleTable Predictions) Data(int count)
    {
        var random = new Numbers(7);
        string[] genres = ["drama", "comedy", "crime"];
        int[] truth = [.. Enumerable.Range(0, count).Select(row => row * 7 % 5 < 2 ? 1 : 0)];
        float[] positive = [.. truth.Select(label => (float)Math.Clamp((0.4 * label) + (0.6 * random.Next()), 0, 1))];
        var spec = new Spec
        {
            ["label"] = new CategoryLabel { Vocab = ["no", "yes"] },
            ["genre"] = new CategoryLabel(),
            ["length"] = new Integer(),
            ["rating"] = new Scalar(),
        };
        var examples = new ExampleTable(spec,
        [
            new("label", new StringColumn(truth.Select(label => label == 1 ? "yes" : "no").ToArray())),
            new("genre", new StringColumn(truth.Select((_, row) => genres[row / 2 % 3]).ToArray())),
            new("length", new LongColumn(truth.Select((_, row) => row % 5 * 10L).ToArray())),
            new("rating", new DoubleColumn(truth.Select(label => label + random.Next()).ToArray())),
        ]);
        var predictions = new ExampleTable(
            new Spec
            {
                ["probas"] = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" },
                ["score"] = new RegressionScore { Parent = "rating" },
            },
            [
                new("probas", new TensorColumn(positive.SelectMany(p => new[] { 1 - p, p }).ToArray(), count, [2])),
                new("score", new DoubleColumn(truth.Select(label => label + (2 * random.Next())).ToArray())),
            ]);
        return (new(examples, "reviews", ""), predictions);
    }

    /// <summary>Numbers in [0, 1) that are the same in every run.</summary>
    private sealed class Numbers(ulong state)
    {
        public double Next()
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            return (state >> 33) / (double)(1L << 31);
        }
    }
}
