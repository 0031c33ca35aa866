using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class DatasetIndexTests
{
    private static readonly Spec Fields = new() { ["n"] = new Scalar(), ["s"] = new TextSegment() };

    [Test]
    public void Ids_are_those_of_LIT_and_an_empty_one_counts_as_none()
    {
        var golden = GoldenFile.Case("dataset", "indexing");
        var dataset = new Dataset(Fields, golden.Input.GetProperty("examples").Examples());
        var expected = golden.Expected.GetProperty("indexed").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()).ToArray();

        string[] ids = [.. dataset.Select(example => example.Id)];

        Assert.That(ids[0], Is.EqualTo(expected[0]));
        Assert.That(ids[1], Is.EqualTo(ExampleId.Of(new Example(new Dictionary<string, object?> { ["n"] = 2L, ["s"] = "b" }))));
        Assert.That(ids[2], Is.EqualTo(ExampleId.Of(new Example(new Dictionary<string, object?> { ["n"] = 3L, ["s"] = "c" }))));
        Assert.That(ids[3..], Is.EqualTo(expected[3..]), "a whole number in a field of numbers keeps its id");
        Assert.That(dataset[3].Meta, Is.EqualTo(new Provenance(true, "q", "z")));
        Assert.That(dataset[4].Meta, Is.EqualTo(Provenance.None));
    }

    [Test]
    public void Of_equal_examples_the_index_shows_the_last_and_names_the_others()
    {
        var golden = GoldenFile.Case("dataset", "indexing");
        var dataset = new Dataset(Fields, golden.Input.GetProperty("examples").Examples());

        var index = dataset.Index();

        Assert.That(index.TryGetPosition(dataset[3].Id, out int position), Is.True);
        Assert.That(position, Is.EqualTo(4));
        Assert.That(index.Duplicates, Is.EqualTo(new[] { dataset[3].Id }));
        Assert.That(index.Count, Is.EqualTo(5));
    }

    [Test]
    public void The_id_that_is_given_apart_wins_over_the_one_among_the_fields()
    {
        var entries = GoldenFile.Case("dataset", "given entries").Input.GetProperty("indexed_examples").EnumerateArray();

        var dataset = new Dataset(Fields, entries.Select(entry => new Example(
            entry.GetProperty("data").Example(),
            entry.GetProperty("id").GetString(),
            entry.GetProperty("meta").TryGetProperty("source", out var source) ? new Provenance(Source: source.GetString()) : null)));

        Assert.That(dataset.Select(example => example.Id), Is.EqualTo(new[] { "outer", "b" }));
        Assert.That(dataset[0].Meta.Source, Is.EqualTo("s"));
        Assert.That(dataset.Index()["b"].Get<double>("n"), Is.EqualTo(2));
    }

    [Test]
    public void No_examples_are_no_examples() => Assert.That(new Dataset(Fields, []).Index().Count, Is.Zero);

    [Test]
    public void Views_keep_the_ids()
    {
        var dataset = Numbers(20).WithIds(example => $"id-{example.Get<double>("n")}");

        var view = dataset.Filter(example => example.Get<double>("n") > 3).Shuffle(1).Slice(2..9);

        Assert.That(dataset.Take(4).Select(example => example.Id), Is.EqualTo(GoldenFile.Case("dataset", "own id function").Expected
            .EnumerateArray().Select(id => id.GetString())));
        Assert.That(view.Select(example => example.Id), Is.EqualTo(view.Select(example => $"id-{example.Get<double>("n")}")));
        Assert.That(view.All(example => example.HasGivenId), Is.True);
    }

    [Test]
    public void Equal_content_has_equal_ids_in_every_view()
    {
        var dataset = Numbers(9);

        Assert.That(dataset[3..7].Select(example => example.Id), Is.EqualTo(Numbers(9).Select(example => example.Id).Skip(3).Take(4)));
    }

    [Test]
    public void An_unknown_id_is_an_error_that_says_where_it_was_looked_for()
        => Assert.That(() => new Dataset(Fields, [], "reviews", "").Index()["x"], Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Expected the id of an example of dataset 'reviews', 0 examples of n, s; found 'x'. "
            + "An id that was not given changes with the content."));

    [Test]
    public void Examples_are_picked_by_id_in_the_order_asked()
    {
        var dataset = Numbers(5);
        string[] ids = [dataset[4].Id, dataset[0].Id];

        Assert.That(dataset.Index().Pick(ids).Doubles("n").ToArray(), Is.EqualTo(new[] { 4.0, 0.0 }));
    }

    private static Dataset Numbers(int count) => new(Fields, Enumerable.Range(0, count).Select(i => new Example(
        new Dictionary<string, object?> { ["n"] = (double)i, ["s"] = "x" })));
}
