using System.Text.Json;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Types.Validation;

/// <summary>Reports on the data and the predictions that LIT validated.</summary>
public sealed class ValidatorGoldenTests
{
    /// <summary>Cases where LIT says something else than what is right, or cannot be asked in .NET.</summary>
    private static readonly Dictionary<string, string[]> Different = new(StringComparer.Ordinal)
    {
        // A list of texts is a list, whether Python made it as a tuple or not; a bool is no number.
        ["dataset tuple for list"] = ["Value n 0"],
        ["dataset tuple for list, all fields required"] = ["Value n 0", "Optional o", "Missing o 0"],

        // A pair may be a list, as JSON has it.
        ["model list instead of tuple"] = [],

        // A reference is checked once, in the spec, and a dangling one is a problem and no crash.
        ["model dangling parent"] = ["Reference p"],
        ["model dangling align"] = ["Reference e"],
        ["model wrong parent type"] = ["Reference s"],

        // LIT does not count, neither predictions nor classes.
        ["model fewer predictions"] = ["Count predictions"],
        ["model vocab length"] = ["Value p 0", "Value p 1"],
    };

    [TestCaseSource(nameof(Datasets))]
    public void A_dataset_has_the_problems_that_LIT_finds(JsonElement item)
    {
        var spec = GoldenFile.Spec(item.Input().GetProperty("spec"));
        var examples = Records(spec, item.Input().GetProperty("examples"));
        bool all = GoldenFile.Name(item).EndsWith("all fields required", StringComparison.Ordinal);

        var report = Validator.CheckExamples(spec, examples, new() { AllFieldsRequired = all });

        Assert.That(report.Problems.Select(Text), Is.EqualTo(Expected(item, spec, examples, all)));
    }

    [TestCaseSource(nameof(Models))]
    public void Predictions_have_the_problems_that_LIT_finds(JsonElement item)
    {
        var input = item.Input();
        var output = GoldenFile.Spec(input.GetProperty("output_spec"));
        var dataset = GoldenFile.Spec(input.GetProperty("dataset_spec"));
        var predictions = Records(output, input.GetProperty("outputs"));

        var report = Validator.CheckPredictions(
            output,
            GoldenFile.Spec(input.GetProperty("input_spec")),
            dataset,
            Records(dataset, input.GetProperty("examples")),
            predictions);

        string name = GoldenFile.Name(item);
        int logged = item.Expected().GetProperty("report_all_logged").GetArrayLength();
        if (Different.TryGetValue(name, out string[]? expected))
        {
            Assert.That(report.Problems.Select(Text), Is.EqualTo(expected));
        }
        else
        {
            Assert.That(report.Problems, Has.Count.EqualTo(logged));
        }

        Assert.That(() => report.ThrowIfInvalid(name), report.IsValid ? Throws.Nothing : Throws.TypeOf<ValidationException>());
    }

    [TestCaseSource(nameof(Toys))]
    public void What_the_toy_models_predict_fits_their_specs(string model, string data)
    {
        var models = GoldenFile.Load("models").GetProperty("models").GetProperty(model);
        var output = GoldenFile.Spec(models.GetProperty("output_spec"));
        var (dataset, examples) = Dataset(data);
        var predictions = GoldenFile.Load("predictions").GetProperty("cases").EnumerateArray()
            .Where(item => item.Input().GetProperty("model").GetString() == model
                && item.Input().TryGetProperty("dataset", out var name) && name.GetString() == data)
            .Select(item => Normal(output, (ValueMap<object?>)LitJson.Read(item.Expected().GetRawText())!))
            .ToArray();

        var report = Validator.CheckPredictions(
            output, GoldenFile.Spec(models.GetProperty("input_spec")), dataset, [.. examples.Take(predictions.Length)], predictions);

        Assert.That(predictions, Is.Not.Empty);
        Assert.That(report.IsValid, $"{report}");
    }

    [TestCaseSource(nameof(ToyDatasets))]
    public void The_toy_datasets_have_their_ids_and_the_problems_that_were_put_in(string data, int problems)
    {
        var element = GoldenFile.Load("datasets").GetProperty("datasets").GetProperty(data);
        var (spec, examples) = Dataset(data);

        Assert.That(Validator.CheckExamples(spec, examples).Problems, Has.Count.EqualTo(problems));
        Assert.That(
            element.GetProperty("examples").EnumerateArray().Select(GoldenFile.Record).Select(ExampleId.Of),
            Is.EqualTo(element.GetProperty("ids").EnumerateArray().Select(id => id.GetString())));
    }

    private static IEnumerable<TestCaseData> Datasets() => GoldenFile.Cases("validation", "dataset");

    private static IEnumerable<TestCaseData> Models() => GoldenFile.Cases("validation", "model");

    /// <summary>
    /// Among them two that LIT refuses: gradients that are aligned with a prediction, and a reference text that the
    /// dataset has and the model does not read.
    /// </summary>
    private static IEnumerable<TestCaseData> Toys() => GoldenFile.Load("validation").GetProperty("cases").EnumerateArray()
        .Where(item => item.Input().TryGetProperty("model", out _))
        .Select(item => (Model: item.Input().GetProperty("model").GetString()!, Data: item.Input().GetProperty("dataset").GetString()!))
        .Where(toy => toy.Model != "rating_nokey") // its predictions are those of "rating" and were not recorded apart
        .Select(toy => new TestCaseData(toy.Model, toy.Data));

    private static IEnumerable<TestCaseData> ToyDatasets()
    {
        var problems = GoldenFile.Load("validation").GetProperty("cases").EnumerateArray()
            .Where(item => GoldenFile.Name(item).StartsWith("toy data", StringComparison.Ordinal))
            .DistinctBy(item => item.Input().GetProperty("dataset").GetString())
            .ToDictionary(
                item => item.Input().GetProperty("dataset").GetString()!,
                item => item.Expected().GetProperty("report_all_logged").GetArrayLength());
        return problems.Select(pair => new TestCaseData(pair.Key, pair.Value));
    }

    private static (Spec Spec, ValueMap<object?>[] Examples) Dataset(string name)
    {
        var element = GoldenFile.Load("datasets").GetProperty("datasets").GetProperty(name);
        var spec = GoldenFile.Spec(element.GetProperty("spec"));
        return (spec, Records(spec, element.GetProperty("examples")));
    }

    private static ValueMap<object?>[] Records(Spec spec, JsonElement records)
        => [.. records.EnumerateArray().Select(record => Normal(spec, GoldenFile.Record(record)))];

    private static ValueMap<object?> Normal(Spec spec, ValueMap<object?> record)
        => new(record.Select(field => KeyValuePair.Create(field.Key, spec.GetValueOrDefault(field.Key)?.Normalize(field.Value) ?? field.Value)));

    private static string Text(ValidationProblem problem) => $"{problem.Kind} {problem.Field} {problem.Index}".TrimEnd();

    /// <summary>LIT's log lines say the field and the kind of problem, not the example: it is looked up.</summary>
    private static string[] Expected(JsonElement item, Spec spec, ValueMap<object?>[] examples, bool all)
    {
        if (Different.TryGetValue(GoldenFile.Name(item), out string[]? different))
        {
            return different;
        }

        var fields = item.Expected().GetProperty("report_all_logged").EnumerateArray().Select(line => line.GetString()!).ToArray();
        var found = fields.Select(line => (
            Field: line.Split('"')[1],
            Kind: line.StartsWith("Required", StringComparison.Ordinal) ? ProblemKind.Missing
                : line.StartsWith("Encountered", StringComparison.Ordinal) ? ProblemKind.Optional
                : ProblemKind.Value)).ToArray();
        return [.. found.GroupBy(line => line).SelectMany(group => Places(group.Key.Field, group.Key.Kind)
            .Select(place => (group.Key.Field, group.Key.Kind, Place: place)))
            .OrderBy(line => spec.Keys.ToList().IndexOf(line.Field))
            .ThenBy(line => line.Place ?? -1)
            .Select(line => $"{line.Kind} {line.Field} {line.Place}".TrimEnd())];

        IEnumerable<int?> Places(string field, ProblemKind kind) => kind == ProblemKind.Optional
            ? [null]
            : Enumerable.Range(0, examples.Length).Where(i => kind == ProblemKind.Missing
                ? examples[i].GetValueOrDefault(field) is null && (all || spec[field].Required)
                : examples[i].GetValueOrDefault(field) is { } value && spec[field].Check(field, value).Any()).Select(i => (int?)i);
    }
}
