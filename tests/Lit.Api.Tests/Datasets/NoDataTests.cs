using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class NoDataTests
{
    [Test]
    public void The_fields_are_those_that_the_models_need()
    {
        var golden = GoldenFile.Case("dataset", "none-dataset union");

        var dataset = NoData.For(Models(golden));

        Assert.That(dataset.Spec, Is.EqualTo(golden.Expected.Spec()));
        Assert.That(dataset, Is.Empty);
        Assert.That(dataset.Name, Is.EqualTo("_union_empty"));
    }

    [TestCase("none-dataset conflict")]
    [TestCase("none-dataset compatible but unequal")]
    public void A_field_that_two_models_need_differently_is_an_error_or_left_out_and_reported(string name)
    {
        var models = Models(GoldenFile.Case("dataset", name));

        var error = Assert.Throws<LitException>(() => NoData.For(models));
        var dataset = NoData.For(models, out var conflicts);

        Assert.That(error!.Message, Does.StartWith("No dataset fits all models: a: expected TextSegment"));
        Assert.That(dataset.Spec, Is.Empty);
        Assert.That(conflicts.Mismatches.Single().Field, Is.EqualTo("a"));
    }

    private static Model[] Models(GoldenCase golden) => [.. golden.Input.GetProperty("input_specs").EnumerateArray()
        .Select(spec => new StaticPredictions(new Dataset(spec.Spec(), []), new Dataset([], [])))];
}
