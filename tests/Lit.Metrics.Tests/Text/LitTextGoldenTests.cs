using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Metrics.Text;

/// <summary>What LIT's metrics of texts answer.</summary>
public sealed class LitTextGoldenTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_bleu.json"])]
    public void Bleu_is_that_of_LIT(GoldenCase golden) => Check(golden, new BleuMetrics());

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_rouge.json"])]
    public void Rouge_is_that_of_LIT(GoldenCase golden) => Check(golden, new RougeMetrics());

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/metrics_exactmatch.json"])]
    public void Exact_match_is_that_of_LIT(GoldenCase golden) => Check(golden, new ExactMatchMetrics());

    [TestCaseSource(nameof(FieldRules))]
    public void Fields_fit_where_LIT_takes_them(TextMetric metric, JsonElement golden)
    {
        JsonElement file = Golden("lit/metric_field_rules.json");
        LitType[] predictions = [.. file.GetProperty("rows").EnumerateArray().Select(Type)];
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

    /// <summary>Texts of LIT's own tests, with the scores that they assert.</summary>
    [TestCase("This is a test.|Test one|A third test", 100.0, 1.0)]
    [TestCase("This is a test.|Test two|A third test example", 68.037493331712, 0.785714)]
    [TestCase("these test.|Test two|A third test example", 29.508062388758525, 0.563492)]
    public void Texts_score_as_LIT_asserts(string texts, double bleu, double rouge)
    {
        string[] hypotheses = texts.Split('|'), references = ["This is a test.", "Test one", "A third test"];

        Assert.That(new BleuMetrics().Compute(hypotheses, references)[0].Value, Is.EqualTo(bleu).Within(1e-9));
        Assert.That(new RougeMetrics().Compute(hypotheses, references)[0].Value, Is.EqualTo(rouge).Within(1e-6));
    }

    /// <summary>
    /// Texts without a partner and null texts are no texts to LIT, or cut off; here one is refused, the other counted.
    /// </summary>
    private static void Check(GoldenCase golden, TextMetric metric)
    {
        var fields = new MetricFields(
            "pred", Type(golden.Input.GetProperty("pred_spec")), "label", Type(golden.Input.GetProperty("label_spec")));
        object?[] labels = Values(golden.Input.GetProperty("labels"), fields.Label!);
        object?[] predictions = Values(golden.Input.GetProperty("preds"), fields.Prediction);
        if (labels.Length != predictions.Length)
        {
            Assert.That(() => Score(metric, fields, labels, predictions), Throws.TypeOf<LitException>());
        }
        else if (golden.IsError && predictions.Contains(null))
        {
            Assert.That(Score(metric, fields, labels, predictions).Single().Name, Is.EqualTo("num_missing_labels"));
        }
        else if (golden.IsError)
        {
            Assert.That(() => Score(metric, fields, labels, predictions), Throws.TypeOf<LitException>());
        }
        else
        {
            IReadOnlyList<MetricValue> found = Score(metric, fields, labels, predictions);
            Assert.That(found.Select(value => value.Name), Is.EqualTo(golden.Expected.EnumerateObject().Select(p => p.Name)));
            foreach (MetricValue value in found)
            {
                golden.Check(value.Name, value.Value);
            }
        }
    }

    private static IReadOnlyList<MetricValue> Score(
        TextMetric metric, MetricFields fields, object?[] labels, object?[] predictions)
    {
        MetricState state = metric.CreateState(fields);
        var batch = new MetricBatch(fields, new ObjectColumn(labels), new ObjectColumn(predictions));
        state.Add(batch, [.. Enumerable.Range(0, batch.Count)]);
        return state.Compute(IntervalOptions.None);
    }

    private static object?[] Values(JsonElement rows, LitType type) => [.. rows.EnumerateArray().Select(row => type switch
    {
        _ when row.ValueKind == JsonValueKind.Null => null,
        GeneratedTextCandidates => row.EnumerateArray()
            .Select(candidate => new ScoredText(candidate[0].GetString()!))
            .ToArray(),
        MultiSegmentAnnotations => row.EnumerateArray()
            .Select(cluster => new AnnotationCluster(cluster.GetProperty("label").GetString()!, []))
            .ToArray(),
        _ => (object)row.GetString()!,
    })];

    private static IEnumerable<TestCaseData<TextMetric, JsonElement>> FieldRules()
    {
        Dictionary<string, TextMetric> metrics = new()
        {
            ["bleu"] = new BleuMetrics { LitCompatible = true },
            ["rouge"] = new RougeMetrics { LitCompatible = true },
            ["exactmatch"] = new ExactMatchMetrics { LitCompatible = true },
        };
        return Golden("lit/metric_field_rules.json").GetProperty("cases").EnumerateArray()
            .Where(golden => metrics.ContainsKey(golden.GetProperty("name").GetString()!))
            .Select(golden => new TestCaseData<TextMetric, JsonElement>(
                    metrics[golden.GetProperty("name").GetString()!], golden.GetProperty("expected"))
                .SetArgDisplayNames(golden.GetProperty("name").GetString()!));
    }

    private static JsonElement Golden(string path)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", path))).RootElement;

    private static LitType Type(JsonElement json) => LitJson.ReadType(json.GetRawText());
}
