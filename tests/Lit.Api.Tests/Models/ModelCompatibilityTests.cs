using System.Text.Json;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class ModelCompatibilityTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Specs => GoldenFile.Cases("component_compat", _ => true);

    private static IEnumerable<TestCaseData<GoldenCase>> Toys => GoldenFile.Cases("component_compat_toys", _ => true);

    [TestCaseSource(nameof(Specs))]
    public void A_model_reads_the_data_that_LIT_lets_it_read(GoldenCase golden)
    {
        var data = GoldenFile.Read("component_compat").GetProperty("dataset_specs");
        var model = new StaticPredictions(new Dataset(golden.Input.GetProperty("input_spec").Spec(), []), new Dataset([], []));

        foreach (var expected in golden.Expected.EnumerateObject())
        {
            Check(model, new Dataset(data.GetProperty(expected.Name).Spec(), []), expected);
        }
    }

    [TestCaseSource(nameof(Toys))]
    public void A_toy_model_reads_the_data_that_LIT_lets_it_read(GoldenCase golden)
    {
        var data = GoldenFile.Read("datasets").GetProperty("datasets");
        var input = GoldenFile.Read("models").GetProperty("models").GetProperty(golden.Input.GetProperty("model").GetString()!).GetProperty("input_spec");
        var model = new StaticPredictions(new Dataset(input.Spec(), []), new Dataset([], []));

        foreach (var expected in golden.Expected.EnumerateObject())
        {
            Check(model, new Dataset(data.GetProperty(expected.Name).GetProperty("spec").Spec(), []), expected);
        }
    }

    [Test]
    public void What_does_not_fit_is_said_field_by_field()
    {
        var model = new StaticPredictions(
            new Dataset(new() { ["a"] = new TextSegment(), ["b"] = new TextSegment(), ["c"] = new Scalar { Required = false } }, []),
            new Dataset([], []));

        var reasons = model.CheckCompatibility(new Dataset(new() { ["b"] = new CategoryLabel() }, []));

        Assert.That(reasons.Mismatches.Select(reason => reason.Field), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(reasons.Mismatches[0].ToString(), Is.EqualTo("a: expected a TextSegment field, found no such field"));
    }

    private static void Check(Model model, Dataset dataset, JsonProperty expected)
    {
        var reasons = model.CheckCompatibility(dataset);
        Assert.That(
            reasons.IsCompatible,
            Is.EqualTo(expected.Value.GetProperty("model_accepts_dataset").GetBoolean()),
            $"{expected.Name}: {reasons}");
    }
}
