using System.Numerics.Tensors;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api.Records;

public sealed class LitRecordTests
{
    private static readonly Film Full = new(
        "quiet", "positive", 4.5, "a note", 0.25, 1999, 12L, true, Mood.Tense, Mood.Calm, ["drama", "comedy"], ["qui", "et"], [1, 2],
        Tensor.Create<float>([3f, 4f], [2]));

    private static readonly Film Sparse = Full with { Note = null, Score = null, Views = null, Second = null, Words = null, Other = null };

    [Test]
    public void Attributes_and_property_types_give_the_spec() => Assert.That(Film.LitSpec, Is.EqualTo(new Spec
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["negative", "positive"] },
        ["rating"] = new Scalar { MaxValue = 5 },
        ["note"] = new TextSegment { Required = false },
        ["score"] = new Scalar { Required = false },
        ["year"] = new Integer(),
        ["views"] = new Integer { Required = false },
        ["is_long"] = new BooleanLitType(),
        ["mood"] = new CategoryLabel { Vocab = ["Calm", "Tense"] },
        ["second"] = new CategoryLabel { Required = false, Vocab = ["a", "b"] },
        ["genres"] = new SparseMultilabel { Vocab = ["drama", "comedy"], Separator = "|" },
        ["words"] = new Tokens { Required = false, Parent = "text" },
        ["vector"] = new Embeddings(),
        ["other_vector"] = new Embeddings { Required = false },
    }));

    [TestCase(true)]
    [TestCase(false)]
    public void A_record_comes_back_from_a_dataset(bool full)
    {
        var film = full ? Full : Sparse;

        var back = Dataset.From([film]).As<Film>().Single();

        AssertSame(back, film);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_record_comes_back_from_its_example(bool full)
    {
        var film = full ? Full : Sparse;

        AssertSame(Film.FromExample(film.ToExample()), film);
    }

    [Test]
    public void Values_are_those_that_the_types_ask_for()
    {
        var example = Dataset.From([Full])[0];

        Assert.That(example["year"], Is.EqualTo(1999L));
        Assert.That(example["mood"], Is.EqualTo("Tense"));
        Assert.That(example["second"], Is.EqualTo("a"));
        Assert.That(((Tensor<float>)example["vector"]!).ToArray(), Is.EqualTo(new[] { 1f, 2f }));
    }

    [Test]
    public void A_class_with_settable_properties_is_a_record_too()
    {
        var back = Outer.Settable.FromExample(new Outer.Settable { @class = "x", Weight = 2.5f, Cache = this }.ToExample());

        Assert.That(Outer.Settable.LitSpec.Keys, Is.EqualTo(new[] { "class", "weight" }));
        Assert.That((back.@class, back.Weight, back.Cache), Is.EqualTo(("x", 2.5f, (object?)null)));
    }

    [Test]
    public void A_label_that_is_no_member_of_the_enum_is_refused()
    {
        var example = Full.ToExample().With("mood", "bored", null);

        Assert.That(() => Film.FromExample(example), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "mood: expected one of Calm, Tense; found another label."));
    }

    private static void AssertSame(Film found, Film film)
    {
        Assert.That(found.Genres, Is.EqualTo(film.Genres));
        Assert.That(found.Words, Is.EqualTo(film.Words));
        Assert.That(found.Vector, Is.EqualTo(film.Vector));
        Assert.That(found.Other?.ToArray(), Is.EqualTo(film.Other?.ToArray()));
        Assert.That(
            found with { Genres = film.Genres, Words = film.Words, Vector = film.Vector, Other = film.Other },
            Is.EqualTo(film));
    }
}
