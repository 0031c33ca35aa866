using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.Margins;
using Lit.Metrics.States;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Metrics;

/// <summary>What LIT's metrics answer, or have to: the answer of each case that LIT gets wrong is noted in its file.</summary>
public sealed class LitGoldenTests
{
    private static readonly IntervalOptions NoIntervals = IntervalOptions.None;

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_multiclass.json"])]
    public void Multiclass_scores_are_those_of_the_contract(GoldenCase golden)
    {
        var metric = new MulticlassMetrics();
        if (golden.IsError)
        {
            Assert.That(() => metric.CreateState(Fields(golden)), Throws.TypeOf<LitException>());
            return;
        }

        MetricFields fields = Fields(golden);
        var state = (MulticlassState)metric.CreateState(fields);
        Vocabulary vocabulary = ((MulticlassPreds)fields.Prediction).Vocab;
        AddRows(golden, vocabulary, state);
        Compare(golden, state.Compute(NoIntervals));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_regression.json"])]
    public void Regression_scores_are_those_of_the_contract(GoldenCase golden)
    {
        var metric = new RegressionMetrics();
        MetricFields fields = Fields(golden);
        if (golden.IsError)
        {
            Assert.That(() => metric.CreateState(fields), Throws.TypeOf<LitException>());
            return;
        }

        var state = (RegressionState)metric.CreateState(fields);
        double[] labels = GoldenFile.Numbers(golden.Input.GetProperty("labels"));
        double[] predictions = GoldenFile.Numbers(golden.Input.GetProperty("preds"));
        var batch = new MetricBatch(fields, Numbers(labels), Numbers(predictions));
        state.Add(batch, All(batch.Count));
        Compare(golden, state.Compute(NoIntervals));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_paired.json"])]
    public void Paired_scores_are_those_of_the_contract(GoldenCase golden)
    {
        MetricFields fields = Fields(golden);
        var state = (PairedState)new PairedMetrics().CreateState(fields);
        JsonElement[] rows = [.. golden.Input.GetProperty("preds").EnumerateArray()];
        for (int row = 0; row < rows.Length; row++)
        {
            JsonElement meta = golden.Input.GetProperty("metas")[row];
            string? parent = meta.TryGetProperty("parentId", out JsonElement id) ? id.GetString() : null;
            state.Add(golden.Input.GetProperty("indices")[row].GetString(), parent, GoldenFile.Numbers(rows[row]), margin: 0);
        }

        Compare(golden, state.Compute(NoIntervals));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_binary_confusion.json"])]
    public void Binary_counts_are_those_of_the_contract(GoldenCase golden)
    {
        MetricFields fields = Fields(golden);
        var state = (BinaryConfusionState)new BinaryConfusionMetrics().CreateState(fields);
        Vocabulary vocabulary = ((MulticlassPreds)fields.Prediction).Vocab;
        JsonElement[] labels = [.. golden.Input.GetProperty("labels").EnumerateArray()];
        for (int row = 0; row < labels.Length; row++)
        {
            double margin = golden.Input.TryGetProperty("config", out JsonElement config) ? config[row].GetDouble() : 0;
            double[] scores = GoldenFile.Numbers(golden.Input.GetProperty("preds")[row]);
            state.Add(Code(vocabulary, labels[row]), scores, margin);
        }

        Compare(golden, state.Compute(NoIntervals));
    }

    [Test]
    public void Positive_is_the_second_class_whatever_the_null_class_where_LIT_is_asked_for()
    {
        var fields = new MetricFields(
            "p", new MulticlassPreds { Vocab = ["y", "n"], NullIndex = 1 }, "l", new CategoryLabel());
        var lit = (BinaryConfusionState)new BinaryConfusionMetrics { LitCompatible = true }.CreateState(fields);
        var own = (BinaryConfusionState)new BinaryConfusionMetrics().CreateState(fields);
        lit.Add(1, [0.2, 0.8], 0);
        own.Add(1, [0.2, 0.8], 0);

        Assert.That(lit.Compute(NoIntervals).Single(v => v.Name == "TP").Value, Is.EqualTo(1));
        Assert.That(own.Compute(NoIntervals).Single(v => v.Name == "TN").Value, Is.EqualTo(1));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_multilabel.json"])]
    public void Multilabel_scores_are_those_of_the_contract(GoldenCase golden)
    {
        var metric = new MultilabelMetrics();
        MetricFields fields = Fields(golden);
        if (golden.IsError)
        {
            Assert.That(() => Score(metric, fields, golden), Throws.TypeOf<LitException>());
            return;
        }

        Compare(golden, Score(metric, fields, golden));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_run.json"])]
    public void Whole_runs_answer_as_in_the_contract(GoldenCase golden)
    {
        JsonElement expected = golden.Expected[0].GetProperty("metrics");
        JsonElement config = golden.Input.GetProperty("config");
        JsonElement[] rows = [.. golden.Input.GetProperty("rows").EnumerateArray()];
        Vocabulary? vocabulary = golden.Input.GetProperty("vocab") is { ValueKind: JsonValueKind.Array } vocab
            ? new(vocab.EnumerateArray().Select(label => label.GetString()!))
            : null;
        int? nullIndex = golden.Input.GetProperty("null_idx") is { ValueKind: JsonValueKind.Number } index ? index.GetInt32() : null;
        MarginConfig? margins = config.ValueKind == JsonValueKind.Object ? MarginConfig.Read(config) : null;
        Example[] examples = [.. rows.Select(ExampleOf)];
        double Margin(int row) => margins?.MarginOf("probas", examples[row]) ?? 0;
        IReadOnlyList<MetricValue> found = [];
        if (golden.Name.StartsWith("regression", StringComparison.Ordinal))
        {
            var state = new RegressionState(extended: false);
            Array.ForEach(rows, row => state.Add(
                GoldenFile.Number(row.GetProperty("label")), GoldenFile.Number(row.GetProperty("prediction"))));
            found = state.Compute(NoIntervals);
        }
        else if (golden.Name.StartsWith("multilabel", StringComparison.Ordinal))
        {
            var fields = new MetricFields("p", new SparseMultilabelPreds { Vocab = vocabulary }, "l", new SparseMultilabel());
            found = Score(new MultilabelMetrics(), fields, rows, row => row.GetProperty("label"), row => row.GetProperty("prediction"));
        }
        else if (golden.Name.StartsWith("paired", StringComparison.Ordinal))
        {
            var state = new PairedState(vocabulary!.Count, nullIndex);
            for (int row = 0; row < rows.Length; row++)
            {
                state.Add(
                    rows[row].GetProperty("id").GetString(),
                    rows[row].GetProperty("parent").GetString(),
                    GoldenFile.Numbers(rows[row].GetProperty("prediction")),
                    Margin(row));
            }

            found = state.Compute(NoIntervals);
        }
        else if (golden.Name.StartsWith("binary", StringComparison.Ordinal))
        {
            var state = new BinaryConfusionState(nullIndex, positive: 1 - (nullIndex ?? 0));
            for (int row = 0; row < rows.Length; row++)
            {
                state.Add(
                    Code(vocabulary!, rows[row].GetProperty("label")),
                    GoldenFile.Numbers(rows[row].GetProperty("prediction")),
                    Margin(row));
            }

            found = state.Compute(NoIntervals);
        }
        else
        {
            var fields = new MetricFields(
                "probas", new MulticlassPreds { Vocab = vocabulary!, NullIndex = nullIndex }, "label", new CategoryLabel());
            var state = (MulticlassState)new MulticlassMetrics().CreateState(fields);
            for (int row = 0; row < rows.Length; row++)
            {
                state.AddOrSkip(
                    Code(vocabulary!, rows[row].GetProperty("label")),
                    GoldenFile.Numbers(rows[row].GetProperty("prediction")),
                    Margin(row));
            }

            found = state.Compute(NoIntervals);
        }

        Compare(golden, expected, found);
    }

    [TestCaseSource(nameof(FieldRules))]
    public void Fields_fit_where_LIT_takes_them(Metric metric, JsonElement golden)
    {
        JsonElement file = Golden("lit/metric_field_rules.json");
        LitType[] predictions = [.. file.GetProperty("rows").EnumerateArray().Select(Type)!];
        LitType?[] labels = [.. file.GetProperty("columns").EnumerateArray().Select(
            type => type.ValueKind == JsonValueKind.Null ? null : Type(type))];
        for (int row = 0; row < predictions.Length; row++)
        {
            for (int column = 0; column < labels.Length; column++)
            {
                Assert.That(
                    metric.CheckFields(predictions[row], labels[column]).IsCompatible,
                    Is.EqualTo(golden[row][column].GetBoolean()),
                    $"{predictions[row].GetType().Name} against {labels[column]?.GetType().Name ?? "none"}");
            }
        }
    }

    [Test]
    public void Regression_wants_a_number_as_its_label_unless_LIT_is_asked_for()
    {
        Compatibility found = new RegressionMetrics().CheckFields(new RegressionScore(), new CategoryLabel());

        Assert.That(found.ToString(), Is.EqualTo("label: expected Scalar, found CategoryLabel"));
    }

    private static IEnumerable<TestCaseData<Metric, JsonElement>> FieldRules()
    {
        Dictionary<string, Metric> metrics = new()
        {
            ["regression"] = new RegressionMetrics { LitCompatible = true },
            ["multiclass"] = new MulticlassMetrics(),
            ["multilabel"] = new MultilabelMetrics(),
            ["paired"] = new PairedMetrics(),
            ["binary confusion"] = new BinaryConfusionMetrics(),
        };
        return Golden("lit/metric_field_rules.json").GetProperty("cases").EnumerateArray()
            .Where(golden => metrics.ContainsKey(golden.GetProperty("name").GetString()!))
            .Select(golden => new TestCaseData<Metric, JsonElement>(
                    metrics[golden.GetProperty("name").GetString()!], golden.GetProperty("expected"))
                .SetArgDisplayNames(golden.GetProperty("name").GetString()!));
    }

    private static JsonElement Golden(string path)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", path))).RootElement;

    private static LitType Type(JsonElement json) => LitJson.ReadType(json.GetRawText());

    private static MetricFields Fields(GoldenCase golden)
        => new("pred", Type(golden.Input.GetProperty("pred_spec")), "label", Type(golden.Input.GetProperty("label_spec")));

    private static int Code(Vocabulary vocabulary, JsonElement label)
        => label.ValueKind == JsonValueKind.String ? vocabulary.IndexOf(label.GetString()!) : -1;

    private static int[] All(int count) => [.. Enumerable.Range(0, count)];

    private static DoubleColumn Numbers(double[] values) => new(values);

    private static Example ExampleOf(JsonElement row)
    {
        List<KeyValuePair<string, object?>> fields = [];
        if (row.TryGetProperty("source", out JsonElement source))
        {
            fields.Add(new("source", source.GetString()));
            fields.Add(new("rating", row.GetProperty("rating").ValueKind == JsonValueKind.Number ? row.GetProperty("rating").GetDouble() : null));
        }

        return new(fields);
    }

    private static void AddRows(GoldenCase golden, Vocabulary vocabulary, MulticlassState state)
    {
        JsonElement[] labels = [.. golden.Input.GetProperty("labels").EnumerateArray()];
        for (int row = 0; row < labels.Length; row++)
        {
            state.AddOrSkip(Code(vocabulary, labels[row]), GoldenFile.Numbers(golden.Input.GetProperty("preds")[row]), margin: 0);
        }
    }

    private static IReadOnlyList<MetricValue> Score(MultilabelMetrics metric, MetricFields fields, GoldenCase golden)
    {
        JsonElement[] labels = [.. golden.Input.GetProperty("labels").EnumerateArray()];
        JsonElement[] predictions = [.. golden.Input.GetProperty("preds").EnumerateArray()];
        if (labels.Length != predictions.Length)
        {
            _ = new MetricBatch(fields, Lists(labels, LabelList), Lists(predictions, ScoreList));
        }

        (JsonElement Label, JsonElement Prediction)[] rows = [.. labels.Zip(predictions)];
        return Score(metric, fields, rows, row => row.Label, row => row.Prediction);
    }

    private static IReadOnlyList<MetricValue> Score<T>(
        MultilabelMetrics metric, MetricFields fields, T[] rows, Func<T, JsonElement> label, Func<T, JsonElement> prediction)
    {
        MetricState state = metric.CreateState(fields);
        var batch = new MetricBatch(
            fields, Lists([.. rows.Select(label)], LabelList), Lists([.. rows.Select(prediction)], ScoreList));
        state.Add(batch, All(batch.Count));
        return state.Compute(NoIntervals);
    }

    private static ObjectColumn Lists(JsonElement[] rows, Func<JsonElement, object> read) => new(rows.Select(read).ToArray());

    private static object LabelList(JsonElement list) => list.EnumerateArray().Select(label => label.GetString()!).ToArray();

    private static object ScoreList(JsonElement list) => list.EnumerateArray()
        .Select(pair => new ScoredText(
            pair[0].GetString()!, pair[1].ValueKind == JsonValueKind.Null ? null : GoldenFile.Number(pair[1])))
        .ToArray();

    private static void Compare(GoldenCase golden, IReadOnlyList<MetricValue> found)
        => Compare(golden, golden.Expected, found);

    /// <summary>The scores on the wire are those expected, in their order; others are NaN with a reason.</summary>
    private static void Compare(GoldenCase golden, JsonElement expected, IReadOnlyList<MetricValue> found)
    {
        MetricValue[] onWire = [.. found.Where(value => value.IsOnWire)];
        Assert.That(onWire.Select(v => v.Name), Is.EqualTo(expected.EnumerateObject().Select(p => p.Name)), golden.Name);
        foreach (MetricValue value in onWire)
        {
            golden.Check(value.Name, expected.GetProperty(value.Name), value.Value);
        }

        foreach (MetricValue value in found.Where(value => !value.IsOnWire || double.IsNaN(value.Value)))
        {
            Assert.That(value.Value, Is.NaN);
            Assert.That(value.Reason, Is.Not.Null.And.Not.Empty);
        }
    }
}
