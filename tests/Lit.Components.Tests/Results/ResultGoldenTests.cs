using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Results;

/// <summary>The recorded answers of LIT 1.3 for single classifications and regressions.</summary>
internal sealed class ResultGoldenTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Cases => Golden.Cases("lit/results_interpreters.json");

    [TestCaseSource(nameof(Cases))]
    public async Task The_results_are_those_recorded(GoldenCase golden)
    {
        string name = golden.Input.GetProperty("model").GetString()!;
        Dataset inputs = golden.Inputs;
        Model model = name is "image" or "tab_reg" ? Recorded(golden, name, inputs) : ToyModel.Load(name);
        if (model.OutputSpec.FieldsOf<RegressionScore>().Any())
        {
            var outcomes =
                await new RegressionInterpreter().RunAsync(model, inputs, new RegressionConfig()).ToListAsync();
            Assert.That(outcomes, Has.Count.EqualTo(golden.Expected.GetArrayLength()));
            for (int i = 0; i < outcomes.Count; i++)
            {
                Check(golden, golden.Expected[i], outcomes[i]);
            }
        }
        else
        {
            var config = new ClassificationConfig { Margin = Margin(golden) };
            var outcomes = await new ClassificationInterpreter().RunAsync(model, inputs, config).ToListAsync();
            Assert.That(outcomes, Has.Count.EqualTo(golden.Expected.GetArrayLength()));
            for (int i = 0; i < outcomes.Count; i++)
            {
                Check(golden, golden.Expected[i], outcomes[i]);
            }
        }
    }

    private static void Check(GoldenCase golden, JsonElement expected, ClassificationOutcome outcome)
    {
        Assert.That(outcome.Fields.Keys, Is.EqualTo(expected.EnumerateObject().Select(field => field.Name)));
        foreach (var field in expected.EnumerateObject())
        {
            var result = outcome.Fields[field.Name];

            // Predictions are single precision; the recorded ones are double.
            Assert.That(result.Scores, Is.EqualTo(Golden.Numbers(field.Value.GetProperty("scores"))).Within(1e-7));
            Assert.That(result.PredictedClass, Is.EqualTo(field.Value.GetProperty("predicted_class").GetString()));
            var correct = field.Value.GetProperty("correct");
            Assert.That(
                result.Correct, Is.EqualTo(correct.ValueKind == JsonValueKind.Null ? null : correct.GetBoolean()));
        }
    }

    private static void Check(GoldenCase golden, JsonElement expected, RegressionOutcome outcome)
    {
        Assert.That(outcome.Fields.Keys, Is.EqualTo(expected.EnumerateObject().Select(field => field.Name)));
        foreach (var field in expected.EnumerateObject())
        {
            var result = outcome.Fields[field.Name];
            golden.Check("score", field.Value.GetProperty("score").GetDouble(), result.Score);
            foreach (var (name, value) in new[] { ("error", result.Error), ("squared_error", result.SquaredError) })
            {
                var wanted = field.Value.GetProperty(name);
                Assert.That(value.HasValue, Is.EqualTo(wanted.ValueKind != JsonValueKind.Null), name);
                golden.Check(name, wanted.ValueKind == JsonValueKind.Null ? 0 : wanted.GetDouble(), value ?? 0);
            }
        }
    }

    /// <summary>Margins as LIT's client sends them: by field, by facet, the first facet that fits counts.</summary>
    private static Func<string, Example, double>? Margin(GoldenCase golden)
    {
        if (golden.Option("probas") is not { } facets)
        {
            return null;
        }

        return (field, example) => field != "probas" ? 0 : facets.EnumerateObject()
            .Where(facet => !facet.Value.TryGetProperty("facetData", out var data)
                || data.GetProperty("facets").EnumerateObject().All(
                    condition => Holds(condition.Value.GetProperty("val"), example[condition.Name])))
            .Select(facet => facet.Value.GetProperty("margin").GetDouble())
            .FirstOrDefault();

        static bool Holds(JsonElement wanted, object? value) => value is double number
            ? number >= wanted[0].GetDouble() && number < wanted[1].GetDouble()
            : wanted.GetString() == (string?)value;
    }

    /// <summary>
    /// A model that answers with the recorded predictions, where a toy would need pictures or a table.
    /// </summary>
    private static FixedModel Recorded(GoldenCase golden, string model, Dataset inputs)
    {
        var json = Golden.File("lit/models.json").GetProperty("models").GetProperty(model);
        string dataset = golden.Input.GetProperty("dataset").GetString()!;
        var outputs = Golden.File("lit/predictions.json").GetProperty("cases").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("expected"));
        return new FixedModel(
            Golden.Spec(json.GetProperty("input_spec")),
            Golden.Spec(json.GetProperty("output_spec")),
            [.. Enumerable.Range(0, inputs.Count).Select(i => Output(golden, outputs, $"{model}/{dataset}/{i}", i))]);
    }

    private static Example Output(GoldenCase golden, Dictionary<string, JsonElement> outputs, string key, int index)
    {
        // Pictures have recorded predictions for the first of them only; the rest stand in the case itself.
        var source = outputs.TryGetValue(key, out var recorded) ? recorded : golden.Expected[index];
        return source.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number
            ? new Example([KeyValuePair.Create("value", (object?)value.GetDouble())])
            : new Example([KeyValuePair.Create("probas", (object?)Scores(source.GetProperty("probas")))]);
    }

    private static Tensor<float> Scores(JsonElement json) => Tensor.Create(
        Golden.Numbers(json.ValueKind == JsonValueKind.Array ? json : json.GetProperty("scores")).Select(v => (float)v).ToArray());
}
