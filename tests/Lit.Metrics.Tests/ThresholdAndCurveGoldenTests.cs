using System.Text;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Metrics.Curves;
using Lit.Metrics.Thresholds;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class ThresholdAndCurveGoldenTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/curves.json"])]
    public async Task Curves_are_those_of_the_contract(GoldenCase golden)
    {
        (Dataset dataset, ExampleTable predictions) = Given(golden);
        JsonElement config = golden.Input.GetProperty("config");
        Dictionary<string, object?>? options = config.ValueKind == JsonValueKind.Null
            ? null
            : config.EnumerateObject().ToDictionary(option => option.Name, option => (object?)option.Value.GetString());
        var model = new Stored(predictions);
        if (golden.IsError)
        {
            await Assert.ThrowsAsync<LitException>(() => First(new CurvesInterpreter(), model, dataset, options));
            return;
        }

        var result = (CurvesResult)await First(new CurvesInterpreter(), model, dataset, options);

        Check(golden, "roc_data", result.RocData);
        Check(golden, "pr_data", result.PrecisionRecallData);
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["lit/thresholder.json"])]
    public async Task Thresholds_are_those_of_the_contract(GoldenCase golden)
    {
        JsonElement config = golden.Input.GetProperty("config");
        if (golden.IsError)
        {
            await Assert.ThrowsAsync<LitException>(() => First(
                new Thresholder(), new Stored(Given(golden).Predictions), Given(golden).Dataset, new() { ["zzz"] = 1 }));
            return;
        }

        (Dataset dataset, ExampleTable predictions) = Given(golden);
        Dictionary<string, int> rows = [];
        for (int row = 0; row < dataset.Count; row++)
        {
            rows.TryAdd(dataset[row].Get<string>("key"), row);
        }

        ThresholderConfig options = new() { LitCompatible = true };
        if (config.TryGetProperty("cost_ratio", out JsonElement ratio))
        {
            options = options with { CostRatio = ratio.GetDouble() };
        }

        if (config.TryGetProperty("facets", out JsonElement facets))
        {
            options = options with
            {
                Groups = facets.ValueKind == JsonValueKind.Null
                    ? null
                    : [
                        .. facets.EnumerateObject().Select(facet => new ThresholdGroup(
                            facet.Name,
                            [.. facet.Value.GetProperty("ids").EnumerateArray().Select(id => rows[id.GetString()!])])),
                    ],
            };
        }

        IReadOnlyList<ThresholdResult> found = Thresholder.Find(dataset, predictions, options);

        JsonElement[] expected = [.. golden.Expected.EnumerateArray()];
        Assert.That(found, Has.Count.EqualTo(expected.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            using JsonDocument json = JsonDocument.Parse(Json(found[i].WriteLitJson));
            JsonElement thresholds = json.RootElement.GetProperty("thresholds");
            Assert.That(
                thresholds.EnumerateObject().Select(group => group.Name),
                Is.EqualTo(expected[i].GetProperty("thresholds").EnumerateObject().Select(group => group.Name)));
            foreach (JsonProperty group in expected[i].GetProperty("thresholds").EnumerateObject())
            {
                foreach (JsonProperty kind in group.Value.EnumerateObject())
                {
                    golden.Check(
                        $"{group.Name} {kind.Name}", kind.Value, thresholds.GetProperty(group.Name).GetProperty(kind.Name).GetDouble());
                }
            }
        }
    }

    [Test]
    public void A_group_without_positives_keeps_the_single_threshold_unless_LIT_is_asked_for()
    {
        (Dataset dataset, ExampleTable predictions) = Rows(["1", "0", "1", "0", "0"], [0.9, 0.4, 0.7, 0.3, 0.2]);
        ThresholderConfig config = new() { Groups = [new("with", [0, 1, 2]), new("without", [3, 4])] };

        GroupThresholds own = Thresholder.Find(dataset, predictions, config)[0].Groups[1];
        GroupThresholds lit = Thresholder.Find(dataset, predictions, config with { LitCompatible = true })[0].Groups[1];

        Assert.That(own.Single, Is.EqualTo(0.4).Within(0.011));
        Assert.That(own.EqualOpportunity, Is.EqualTo(own.Single));
        Assert.That(lit.EqualOpportunity, Is.Zero);
    }

    [Test]
    public void Curves_of_facets_are_those_of_their_examples_alone()
    {
        (Dataset dataset, ExampleTable predictions) = Rows(["1", "0", "1", "0", "0", "1"], [0.9, 0.4, 0.3, 0.35, 0.2, 0.7]);

        CurvesResult result = CurvesInterpreter.Draw(dataset, predictions, new("1") { Facets = ["half"] });

        Assert.That(result.Facets.Select(part => part.Value), Is.EqualTo(new[] { "first", "second" }));
        Assert.That(result.Facets[0].Roc.Area, Is.EqualTo(BinaryScores.RocAuc([1, 0, 1], [0.9, 0.4, 0.3])));
        using JsonDocument json = JsonDocument.Parse(Json(result.WriteLitJson));
        Assert.That(json.RootElement.GetProperty("auc").GetDouble(), Is.EqualTo(result.Roc!.Area));
        Assert.That(result.ToHtml(), Does.Contain("<svg").And.Contain("half second"));
        Assert.That(result.ToAnsiString(), Does.Contain("half second"));
    }

    [Test]
    public void No_examples_have_no_thresholds() => Assert.That(
        () => Thresholder.Find(Rows([], []).Dataset, Rows([], []).Predictions, new()),
        Throws.TypeOf<LitException>().With.Message.Contains("at least one example"));

    private static async Task<object> First(
        Component component, Model model, Dataset dataset, Dictionary<string, object?>? options)
    {
        await foreach (object result in component.RunAsync(model, dataset, options))
        {
            return result;
        }

        throw new InvalidOperationException("no result");
    }

    private static void Check(GoldenCase golden, string key, IReadOnlyList<CurvePoint> found)
    {
        JsonElement[] expected = [.. golden.Expected.GetProperty(key).EnumerateArray()];
        Assert.That(found, Has.Count.EqualTo(expected.Length), key);
        for (int i = 0; i < expected.Length; i++)
        {
            golden.Check($"{key}[{i}].x", expected[i][0], found[i].X);
            golden.Check($"{key}[{i}].y", expected[i][1], found[i].Y);
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static (Dataset Dataset, ExampleTable Predictions) Given(GoldenCase golden)
    {
        if (golden.Input.TryGetProperty("p1", out JsonElement p1))
        {
            string[] labels = [.. golden.Input.GetProperty("y").EnumerateArray().Select(y => y.GetString()!)];
            return Rows(labels, GoldenFile.Numbers(p1));
        }

        JsonElement[] rows = [.. golden.Input.GetProperty("rows").EnumerateArray()];
        List<(string Name, MulticlassPreds Type)> fields =
        [
            .. golden.Input.GetProperty("fields").EnumerateObject().Select(field => (field.Name, new MulticlassPreds
            {
                Vocab = new(field.Value.GetProperty("vocab").EnumerateArray().Select(label => label.GetString()!)),
                NullIndex = field.Value.GetProperty("null_idx") is { ValueKind: JsonValueKind.Number } none ? none.GetInt32() : null,
                Parent = field.Value.GetProperty("parent").GetString(),
            })),
        ];
        var spec = new Spec { ["key"] = new TextSegment() };
        var output = new Spec();
        List<KeyValuePair<string, Column>> columns = [];
        foreach ((string name, MulticlassPreds type) in fields)
        {
            spec = spec.ContainsKey(type.Parent!) ? spec : Spec.Create([.. spec, new(type.Parent!, new CategoryLabel())]);
            output = Spec.Create([.. output, new(name, type)]);
            float[] values = [.. rows.SelectMany(row => GoldenFile.Numbers(row.GetProperty("outputs").GetProperty(name))).Select(p => (float)p)];
            columns.Add(new(name, new TensorColumn(values, rows.Length, [type.Vocab.Count])));
        }

        foreach (JsonElement other in golden.Input.GetProperty("other_fields").EnumerateArray())
        {
            output = Spec.Create([.. output, new(other.GetString()!, new TextSegment())]);
            columns.Add(new(other.GetString()!, new StringColumn(rows.Select(_ => "").ToArray())));
        }

        return (new Dataset(spec, rows.Select(row => new Example(
        [
            new("key", row.GetProperty("id").GetString()),
            .. row.GetProperty("labels").EnumerateObject().Select(label => KeyValuePair.Create<string, object?>(label.Name, label.Value.GetString())),
        ]))), new(output, columns));
    }

    private static (Dataset Dataset, ExampleTable Predictions) Rows(string[] labels, double[] p1)
    {
        var type = new MulticlassPreds { Vocab = ["0", "1"], NullIndex = 0, Parent = "y" };
        var spec = new Spec { ["key"] = new TextSegment(), ["half"] = new CategoryLabel(), ["y"] = new CategoryLabel() };
        var dataset = new Dataset(spec, labels.Select((label, row) => new Example(
        [
            new("key", $"e{row}"), new("half", row < labels.Length / 2 ? "first" : "second"), new("y", label),
        ])));
        float[] rows = [.. p1.SelectMany(p => new[] { (float)(1 - p), (float)p })];
        return (dataset, new(new Spec { ["p"] = type }, [new("p", new TensorColumn(rows, p1.Length, [2]))]));
    }

    private sealed class Stored(ExampleTable predictions) : Model
    {
        public override Spec InputSpec { get; } = [];

        public override Spec OutputSpec => predictions.Spec;

        public override async IAsyncEnumerable<Example> PredictAsync(
            IEnumerable<Example> inputs,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            foreach (Example prediction in predictions)
            {
                yield return prediction;
            }
        }
    }
}
