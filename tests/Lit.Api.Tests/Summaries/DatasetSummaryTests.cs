using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class DatasetSummaryTests
{
    private static readonly Spec Fields = new()
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["no", "yes"] },
        ["genre"] = new CategoryLabel(),
        ["stars"] = new Scalar { Required = false },
    };

    [Test]
    public void Labels_are_counted_in_vocabulary_order_and_open_ones_by_frequency()
    {
        var summary = Three().Summarize();

        Assert.That(Counts(summary, "label"), Is.EqualTo(new[] { ("no", 0), ("yes", 3) }));
        Assert.That(Counts(summary, "genre"), Is.EqualTo(new[] { ("drama", 2), ("comedy", 1) }));
    }

    [Test]
    public void A_label_outside_the_vocabulary_is_counted_behind_it()
    {
        var summary = new Dataset(Fields, [Row("a", "maybe", "drama", 1)]).Summarize();

        Assert.That(Counts(summary, "label"), Is.EqualTo(new[] { ("no", 0), ("yes", 0), ("maybe", 1) }));
    }

    [Test]
    public void Texts_are_measured_in_words_whatever_stands_between_them()
    {
        var text = Field<TextSummary>(Three().Summarize(), "text");

        Assert.That(text.Words, Is.EqualTo(new FiveNumbers(0, 0.5, 1, 2.5, 4)));
        Assert.That((text.Empty, text.Distinct), Is.EqualTo((1, 3)));
    }

    [Test]
    public void Missing_numbers_and_those_that_are_not_finite_are_counted_and_left_out()
    {
        var stars = Field<NumberSummary>(Three().Summarize(), "stars");

        Assert.That((stars.Missing, stars.NotFinite), Is.EqualTo((1, 1)));
        Assert.That(stars.Range, Is.EqualTo(new FiveNumbers(3, 3, 3, 3, 3)));
    }

    [Test]
    public void An_empty_dataset_has_a_summary_without_numbers()
    {
        var summary = new Dataset(Fields, []).Summarize();

        Assert.That(summary.Count, Is.Zero);
        Assert.That(Field<TextSummary>(summary, "text").Words.ToString(), Is.EqualTo("none"));
        Assert.That(summary.ToReport(), Is.Not.Empty);
    }

    private static Dataset Three() => new(
        Fields,
        [
            Row(" two\u00A0plus\ntwo  words ", "yes", "drama", 3),
            Row("one", "yes", "comedy", null),
            Row("  ", "yes", "drama", double.NaN),
        ]);

    private static Example Row(string text, string label, string genre, double? stars) => new(
        new Dictionary<string, object?> { ["text"] = text, ["label"] = label, ["genre"] = genre, ["stars"] = stars });

    private static T Field<T>(DatasetSummary summary, string field)
        where T : FieldSummary => summary.Fields.OfType<T>().Single(one => one.Field == field);

    private static (string Value, int Count)[] Counts(DatasetSummary summary, string field) =>
        [.. Field<CategorySummary>(summary, field).Counts.Select(count => (count.Value, count.Count))];
}
