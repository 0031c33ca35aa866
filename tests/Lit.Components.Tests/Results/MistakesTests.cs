using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Results;

public sealed class MistakesTests
{
    private static readonly Spec Output = new()
    {
        ["probas"] = new MulticlassPreds { Vocab = ["no", "yes"], Parent = "label" },
    };

    [Test]
    public void The_mistake_with_the_least_probability_of_the_truth_comes_first()
    {
        var mistakes = Mistakes.Find(Labelled("yes", "no", "yes", "no"), Predictions(0.4f, 0.9f, 0.1f, 0.2f));

        Assert.That((mistakes.Count, mistakes.Of), Is.EqualTo((3, 4)));
        Assert.That(mistakes.Worst.Select(mistake => mistake.Row), Is.EqualTo(new[] { 1, 2, 0 }).Or.EqualTo(new[] { 2, 1, 0 }));
        Assert.That(mistakes.Worst[^1].TrueScore, Is.EqualTo(0.4).Within(1e-6));
    }

    [Test]
    public void No_more_than_asked_for_are_listed_but_all_are_counted()
    {
        var mistakes = Mistakes.Find(Labelled("yes", "yes"), Predictions(0.1f, 0.2f), count: 1);

        Assert.That(mistakes.Count, Is.EqualTo(2));
        Assert.That(mistakes.Worst.Single().Row, Is.Zero);
        Assert.That(mistakes.ToReport().OfType<TableBlock>().Single().Title, Is.EqualTo("2 of 2 examples are wrong; the worst"));
    }

    [Test]
    public void An_example_without_a_known_label_is_neither_right_nor_wrong()
    {
        var mistakes = Mistakes.Find(Labelled(null, "maybe", "no"), Predictions(0.9f, 0.9f, 0.1f));

        Assert.That((mistakes.Count, mistakes.Of), Is.EqualTo((0, 1)));
        Assert.That(mistakes.Worst, Is.Empty);
    }

    [Test]
    public void Predictions_for_fewer_examples_are_refused() => Assert.That(
        () => Mistakes.Find(Labelled("yes", "no"), Predictions(0.5f)),
        Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Dataset 'answers': expected 2 predictions, one for each example; found 1."));

    [Test]
    public void Predictions_without_a_label_to_compare_with_are_refused() => Assert.That(
        () => Mistakes.Find(
            new Dataset(new() { ["text"] = new TextSegment() }, [new Example([new("text", "a")])], "texts", ""), Predictions(0.5f)),
        Throws.TypeOf<LitException>().With.Message.Contains("whose Parent is a field of the dataset; found the predictions probas"));

    private static Dataset Labelled(params string?[] labels) => new(
        new() { ["label"] = new CategoryLabel { Required = false } },
        labels.Select(label => new Example([new("label", label)])),
        "answers",
        "");

    private static ExampleTable Predictions(params float[] yes) => ExampleTable.FromExamples(
        Output, yes.Select(p => new Example([new("probas", Tensor.Create([1 - p, p], [2]))])));
}
