using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Results;

internal sealed class ClassificationInterpreterTests
{
    private static readonly Spec Output = new()
    {
        ["probas"] = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label", Threshold = 0.8 },
    };

    [TestCase(0.79f, "no")]
    [TestCase(0.81f, "yes")]
    public async Task The_threshold_of_the_field_counts_where_no_margin_is_given(float yes, string expected)
        => Assert.That((await JudgeAsync(yes, new()))[0].Fields["probas"].PredictedClass, Is.EqualTo(expected));

    [Test]
    public async Task A_margin_counts_more_than_the_threshold()
        => Assert.That(
            (await JudgeAsync(0.6f, new() { Margin = (_, _) => 0 }))[0].Fields["probas"].PredictedClass, Is.EqualTo(
                "yes"));

    [TestCase(new[] { 0.2, 0.5, 0.3 }, null, 9, 1)]
    [TestCase(new[] { 0.2, 0.5, 0.3 }, 2, 1, 2)]
    [TestCase(new[] { 0.5, 0.5 }, 1, 0, 0)]
    [TestCase(new[] { double.NaN, 0.1 }, null, 0, 1)]
    [TestCase(new[] { 0.0, 0.0 }, 0, 1, 0)]
    public void The_first_of_the_greatest_wins_after_the_margin(
        double[] scores, int? nullIndex, double margin, int expected)
        => Assert.That(ClassificationInterpreter.Decide(scores, nullIndex, margin), Is.EqualTo(expected));

    [Test]
    public async Task A_result_can_be_drawn()
        => Assert.That(
            (await JudgeAsync(0.9f, new()))[0].ToAnsiString(new() { Colors = AnsiColors.None }),
            Does.Contain("predicted class  yes  (right)").And.Match("yes +0\\.900 +█+"));

    [Test]
    public void A_model_without_classes_is_refused_with_the_reason()
        => Assert.That(
            () => new ClassificationInterpreter().RunAsync(
                new FixedModel(new(), new()), new Dataset(new(), []), new ClassificationConfig()),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "classification cannot run: output: expected a MulticlassPreds field, found none."));

    [Test]
    public async Task Scores_that_are_not_one_for_each_class_are_an_error()
    {
        var model = new FixedModel(
            new(), Output, new Example([KeyValuePair.Create("probas", (object?)Tensor.Create([1f, 0, 0]))]));

        var error = await Assert.ThrowsAsync<LitException>(
            async ()
                => await new ClassificationInterpreter().RunAsync(model, One, new ClassificationConfig()).CountAsync());

        Assert.That(error!.Message, Is.EqualTo("Field 'probas': expected 2 scores, one for each class, found 3."));
    }

    private static Dataset One => new(
        new() { ["label"] = new CategoryLabel() }, [new Example([KeyValuePair.Create("label", (object?)"yes")])]);

    private static async Task<List<ClassificationOutcome>> JudgeAsync(float yes, ClassificationConfig config)
    {
        var model = new FixedModel(
            new(), Output, new Example([KeyValuePair.Create("probas", (object?)Tensor.Create([1 - yes, yes]))]));
        return await new ClassificationInterpreter().RunAsync(model, One, config).ToListAsync();
    }
}
