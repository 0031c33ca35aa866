using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Margins;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class EvaluationTests
{
    private static readonly IntervalOptions Few = new() { Resamples = 200 };

    [Test]
    public async Task A_model_is_scored_overall_and_by_facet_with_intervals()
    {
        EvaluationResult scores = await new Sentiment().EvaluateAsync(
            Reviews(), new MulticlassMetrics { Extended = true }, facets: ["length", "genre"], intervals: Few);

        MetricValue accuracy = scores["accuracy"];
        Assert.That(accuracy.Value, Is.EqualTo(5 / 6.0));
        Assert.That(accuracy.Support, Is.EqualTo(6));
        Assert.That(accuracy.Lower, Is.LessThan(accuracy.Value));
        Assert.That(scores["auc"].Value, Is.EqualTo(8.5 / 9));
        Assert.That(scores["macro_f1"].HasInterval && scores["calibration_error"].HasInterval, Is.True);
        Assert.That(scores["accuracy", "genre", "drama"].Value, Is.EqualTo(1));
        Assert.That(scores["accuracy", "genre", "comedy"].Value, Is.EqualTo(2 / 3.0).Within(1e-15));
        Assert.That(
            scores.Fields.Single().Facets.Select(part => (part.Field, part.Value, part.Examples)),
            Is.EqualTo(new[]
            {
                ("length", "[3, 10)", 1), ("length", "[10, 25)", 2), ("length", "[25, 40)", 1), ("length", "[40, 90]", 2),
                ("genre", "comedy", 3), ("genre", "drama", 3),
            }));
    }

    [Test]
    public async Task Facets_merge_into_the_whole()
    {
        EvaluationResult scores = await new Sentiment().EvaluateAsync(
            Reviews(), new MulticlassMetrics(), facets: ["genre"], intervals: Few);
        FieldEvaluation field = scores.Fields.Single();
        MetricState merged = field.Metric.CreateState(field.Fields);

        foreach (FacetEvaluation part in field.Facets)
        {
            merged.Merge(part.State);
        }

        Assert.That(merged.Compute(Few), Is.EqualTo(field.Values));
    }

    [Test]
    public async Task LIT_gets_its_own_answer()
    {
        EvaluationResult scores = await new Sentiment().EvaluateAsync(Reviews(), new MulticlassMetrics(), intervals: Few);

        Assert.That(LitJson(scores), Is.EqualTo(
            """[{"pred_key":"probas","label_key":"label","metrics":{"accuracy":0.8333333333333334,"precision":0.75,"recall":1,"f1":0.8571428571428571,"auc":0.9444444444444444,"aucpr":0.9166666666666666}}]"""));
    }

    [Test]
    public async Task One_class_only_leaves_the_area_out_of_LITs_answer_and_says_why_in_ours()
    {
        Dataset positive = Reviews().Filter(review => review.Get<string>("label") == "pos");

        EvaluationResult scores = await new Sentiment().EvaluateAsync(positive, new MulticlassMetrics(), intervals: Few);

        Assert.That(LitJson(scores), Does.Not.Contain("\"auc\""));
        Assert.That(scores["auc"].Reason, Is.EqualTo("no example is negative"));
    }

    [Test]
    public async Task Margins_move_the_line_for_the_examples_they_are_for()
    {
        var margins = new MarginConfig(
        [
            KeyValuePair.Create<string, IReadOnlyList<MarginRule>>(
                "probas", [new(100, [new MarginCondition("genre") { Value = "drama" }])]),
        ]);

        EvaluationResult scores = await new Sentiment().EvaluateAsync(
            Reviews(), new MulticlassMetrics { Margins = margins }, facets: ["genre"], intervals: Few);

        Assert.That(scores["recall", "genre", "drama"].Value, Is.Zero, "a high margin leaves no positive drama");
        Assert.That(scores["recall", "genre", "comedy"].Value, Is.EqualTo(1));
    }

    [Test]
    public async Task A_threshold_of_the_type_decides_where_no_margin_does()
    {
        var model = new Sentiment { Threshold = 0.95 };

        EvaluationResult scores = await model.EvaluateAsync(Reviews(), new BinaryConfusionMetrics(), intervals: Few);

        Assert.That(scores["TP"].Value + scores["FP"].Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Several_metrics_share_one_run_of_the_model()
    {
        var model = new Sentiment();

        EvaluationResult scores = await model.EvaluateAsync(
            Reviews(), [new MulticlassMetrics(), new BinaryConfusionMetrics(), new Confidence()], intervals: Few);

        Assert.That(model.Predicted, Is.EqualTo(6));
        Assert.That(scores.Fields.Select(field => field.Metric.Name), Is.EqualTo(new[] { "multiclass", "binary_confusion", "Confidence" }));
        Assert.That(scores["TP"].Value, Is.EqualTo(3));
    }

    [Test]
    public async Task A_metric_of_ones_own_takes_part_in_facets_intervals_merging_and_reports()
    {
        EvaluationResult scores = await new Sentiment().EvaluateAsync(
            Reviews(), new Confidence(), facets: ["genre"], intervals: Few);

        Assert.That(scores["confidence"].Value, Is.EqualTo(0.8).Within(1e-6));
        Assert.That(scores["confidence"].Lower, Is.LessThan(0.8).And.GreaterThan(0.5));
        Assert.That(scores["confidence", "genre", "drama"].Support, Is.EqualTo(3));
        Assert.That(scores.ToAnsiString(new AnsiOptions { Colors = AnsiColors.None }), Does.Contain("confidence"));
        FieldEvaluation field = scores.Fields.Single();
        MetricState read = field.Metric.ReadState(field.Fields, JsonDocument.Parse(field.State.ToJson()).RootElement);
        Assert.That(read.Compute(Few), Is.EqualTo(field.Values));
    }

    [Test]
    public async Task A_report_shows_every_score_in_the_terminal_and_as_a_page()
    {
        EvaluationResult scores = await new Sentiment().EvaluateAsync(
            Reviews(), new MulticlassMetrics { Extended = true }, facets: ["genre"], intervals: Few);

        string terminal = scores.ToAnsiString(new AnsiOptions { Colors = AnsiColors.None, Width = 160 });
        string page = scores.ToHtml();
        foreach (MetricValue value in scores.Fields.Single().Values)
        {
            Assert.That(terminal, Does.Contain(value.Name));
            Assert.That(page, Does.Contain(value.Name));
        }

        Assert.That(page, Does.Contain("drama"));
        string[] facets = page.Split("By genre")[1].Split("macro_precision");
        Assert.That(facets, Has.Length.EqualTo(1), "a facet shows the headlines only");
        Assert.That(scores.ToString(), Does.Contain("accuracy 0.833 ["));
    }

    [Test]
    public void A_dataset_without_the_label_is_refused_with_the_reason()
    {
        Dataset unlabeled = new(new Spec { ["text"] = new TextSegment() }, [new Example([new("text", "good")])]);

        Assert.That(
            async () => await new Sentiment().EvaluateAsync(unlabeled, new MulticlassMetrics()),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "multiclass cannot run: probas: expected a parent among the fields of the dataset, found 'label'."));
    }

    [Test]
    public void Predictions_of_other_examples_are_refused()
    {
        Dataset reviews = Reviews();
        ExampleTable five = ExampleTable.FromExamples(new Sentiment().OutputSpec, reviews.Take(5).Select(_ => Sentiment.Answer(0.5f)));

        Assert.That(
            () => new MulticlassMetrics().Evaluate(reviews, five),
            Throws.TypeOf<LitException>().With.Message.Contains("expected 6 predictions, one for each example; found 5"));
    }

    [Test]
    public async Task An_example_without_a_usable_label_is_left_out_and_counted()
    {
        Dataset reviews = Reviews().Concat(new Dataset(Reviews().Spec, [Review("", "drama", 5)]));

        EvaluationResult scores = await new Sentiment().EvaluateAsync(reviews, new MulticlassMetrics(), intervals: Few);

        Assert.That(scores["num_missing_labels"].Value, Is.EqualTo(1));
        Assert.That(scores["accuracy"].Support, Is.EqualTo(6));
        Assert.That(scores["accuracy"].Value, Is.EqualTo(5 / 6.0));
    }

    [Test]
    public async Task NaN_in_a_prediction_leaves_areas_undefined_and_says_so()
    {
        Dataset reviews = Reviews();
        var predictions = reviews.Select((_, row) => Sentiment.Answer(row == 2 ? float.NaN : 0.5f));
        ExampleTable table = ExampleTable.FromExamples(new Sentiment().OutputSpec, predictions);

        EvaluationResult scores = await Task.FromResult(
            new MulticlassMetrics { Extended = true }.Evaluate(reviews, table, intervals: Few));

        Assert.That(scores["auc"].Value, Is.NaN);
        Assert.That(scores["auc"].Reason, Is.EqualTo("1 predictions hold NaN or infinity"));
        Assert.That(scores["log_loss"].Value, Is.NaN);
        Assert.That(LitJson(scores), Does.Contain("\"auc\":null"));
    }

    [Test]
    public void Infinity_in_a_number_is_refused_with_row_and_field()
    {
        var fields = new MetricFields("score", new RegressionScore(), "rating", new Scalar());
        var batch = new MetricBatch(fields, new DoubleColumn(new[] { 1.0, 2 }), new DoubleColumn(new[] { 1, double.PositiveInfinity }));

        Assert.That(
            () => new RegressionMetrics().CreateState(fields).Add(batch, [0, 1]),
            Throws.TypeOf<LitException>().With.Message.EqualTo("Row 1, field 'score': expected a finite number, found Infinity."));
    }

    [Test]
    public async Task Pairs_need_no_label()
    {
        Dataset reviews = Reviews();
        Example child = reviews[0].With("text", "bad", "test");
        Dataset pair = new(new Spec { ["text"] = new TextSegment() }, [reviews[0], child]);

        EvaluationResult scores = await new Sentiment().EvaluateAsync(pair, new PairedMetrics(), intervals: Few);

        Assert.That(scores["num_pairs"].Value, Is.EqualTo(1));
        Assert.That(scores["swap_rate"].Value, Is.EqualTo(1));
    }

    [Test]
    public void A_facet_of_too_many_values_is_refused() => Assert.That(
        async () => await new Sentiment().EvaluateAsync(
            Reviews(), new MulticlassMetrics(), facets: [new Facet("text") { MostGroups = 3 }]),
        Throws.TypeOf<LitException>().With.Message.Contains("expected at most 3 groups, found 5"));

    private static string LitJson(EvaluationResult scores)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            scores.WriteLitJson(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Dataset Reviews() => new(
        new Spec
        {
            ["text"] = new TextSegment(),
            ["label"] = new CategoryLabel { Vocab = ["neg", "pos"] },
            ["genre"] = new CategoryLabel(),
            ["length"] = new Integer(),
        },
        [
            Review("good", "drama", 3), Review("bad", "drama", 10), Review("better", "comedy", 90),
            Review("worse", "comedy", 40), Review("fine", "drama", 25), Review("fine", "comedy", 12, "neg"),
        ],
        "reviews",
        "");

    private static Example Review(string text, string genre, long length, string? label = null) => new(
    [
        new("text", text),
        new("label", label ?? text switch { "good" or "better" or "fine" => "pos", "" => "", _ => "neg" }),
        new("genre", genre),
        new("length", length),
    ]);

    private sealed class Sentiment : Model
    {
        public int Predicted { get; private set; }

        public double? Threshold { get; init; }

        public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

        public override Spec OutputSpec => new()
        {
            ["probas"] = new MulticlassPreds { Vocab = ["neg", "pos"], NullIndex = 0, Parent = "label", Threshold = Threshold },
        };

        public static Example Answer(float positive)
            => new([new("probas", Tensor.Create([1 - positive, positive], [2]))]);

        public override async IAsyncEnumerable<Example> PredictAsync(
            IEnumerable<Example> inputs,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (Example input in inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Predicted++;
                yield return Answer(input.Get<string>("text") switch
                {
                    "good" => 0.9f,
                    "better" => 0.97f,
                    "fine" => 0.8f,
                    "bad" => 0.3f,
                    _ => 0.37f,
                });
            }
        }
    }

    private sealed class Confidence : AdditiveMetric
    {
        public override Spec MetaSpec { get; } = new() { ["confidence"] = new MetricResult { Description = "Mean of the highest probability." } };

        protected override int SumCount => 1;

        public override Compatibility CheckFields(LitType prediction, LitType? label)
            => prediction is MulticlassPreds ? Compatibility.Full : new([new("prediction", "classes", prediction.GetType().Name)]);

        protected override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
        {
            Span<double> probabilities = stackalloc double[2];
            bool found = batch.TryCopyPrediction(row, probabilities);
            sums[0] = TensorPrimitives.Max<double>(probabilities);
            return found;
        }

        protected override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores) => scores[0] = sums[0] / count;
    }
}
