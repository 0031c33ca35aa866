using Lit.Types;
using Lit.Types.Validation;
using NUnit.Framework;

namespace Lit.Api;

public sealed class DatasetValidationTests
{
    private static readonly Spec Fields = new() { ["score"] = new Scalar(), ["text"] = new TextSegment() };

    private static IEnumerable<TestCaseData<GoldenCase>> Toys
        => GoldenFile.Cases("validation", name => name.StartsWith("toy data ", StringComparison.Ordinal));

    [TestCaseSource(nameof(Toys))]
    public void A_dataset_is_as_valid_as_LIT_finds_it(GoldenCase golden)
    {
        var data = GoldenFile.Read("datasets").GetProperty("datasets").GetProperty(golden.Input.GetProperty("dataset").GetString()!);
        var dataset = new Dataset(data.GetProperty("spec").Spec(), data.GetProperty("examples").Examples());

        Assert.That(dataset.Validate().Problems, Has.Count.EqualTo(golden.Expected.GetProperty("report_all_logged").GetArrayLength()));
    }

    [Test]
    public void Problems_name_the_example_by_its_given_id()
    {
        var dataset = new Dataset(
            Fields,
            [new([new("score", 1.0), new("text", "a")], "first", null), new([new("score", "0"), new("text", "b")], "second", null)],
            "reviews",
            "");

        var problem = dataset.Validate().Problems.Single();

        Assert.That((problem.Index, problem.Id, problem.Field), Is.EqualTo((1, "second", "score")));
        Assert.That(() => dataset.ThrowIfInvalid(), Throws.TypeOf<ValidationException>().With.Message.StartsWith(
            "Dataset 'reviews' is not valid: example 1 (id second), score: expected "));
        Assert.That(dataset[..1].ThrowIfInvalid(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_models_predictions_are_checked_against_its_output_spec()
    {
        var inputs = new Dataset(Fields, [new([new("score", 1.0), new("text", "a")]), new([new("score", 2.0), new("text", "b")])]);
        var outputs = new Dataset(
            new() { ["res"] = new RegressionScore { Parent = "score" } },
            [new([new("res", 1.0)]), new([new("res", "bad")])]);

        var report = await new StaticPredictions(inputs, outputs).ValidateAsync(inputs);

        Assert.That(report.Problems.Select(problem => (problem.Kind, problem.Index, problem.Field)), Is.EqualTo(new (ProblemKind, int?, string)[]
        {
            (ProblemKind.Value, 1, "res"),
        }));
    }
}
