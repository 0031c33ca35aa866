using FsCheck;
using FsCheck.Fluent;
using Lit.Api.Attribution;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Components.Salience;

internal sealed class WordGroupingTests
{
    private static readonly string[] Pieces =
        ["a", "B", "é", "e\u0301", " ", "  ", "\n", "-", "'", ".", "3", "映", "👍🏽", "\u0000", "\uD83D", "_", "ß", "и"];

    [TestCase("I don't like it.", "I|don't|like|it|.")]
    [TestCase("3.5 stars, 1,000 seats", "3.5|stars|,|1,000|seats")]
    [TestCase("well-made 'quote'", "well|-|made|'|quote|'")]
    [TestCase("映画 e\u0301te\u0301 👍🏽!", "映|画|e\u0301te\u0301|👍🏽|!")]
    [TestCase("  \t\n ", "")]
    public void Words_are_runs_of_letters_and_digits(string text, string expected)
        => Assert.That(
            string.Join('|', WordSegmenter.Segment(text).Select(word => text[word.Start..word.End])), Is.EqualTo(
                expected));

    [Test]
    public void The_tokens_of_a_word_are_added_up()
    {
        var text = Salience("unbelievable film!", [new("un", 0, 2, false), new("##believable", 2, 12, false), new("film", 13, 17, false), new("!", 17, 18, false)], [1, 2, -4, 0.5]);

        Assert.That(text.Words.Select(word => (word.Text, word.Score)), Is.EqualTo(
            new[] { ("unbelievable", 3.0), ("film", -4), ("!", 0.5) }));
        Assert.That(text.Words[0].Tokens, Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Special_tokens_are_kept_apart_and_counted()
    {
        var text = Salience(
            "good", [new("[CLS]", 0, 0, true), new("good", 0, 4, false), new("[SEP]", 4, 4, true)], [1, 2, -1]);

        Assert.That(text.Words.Select(word => word.Score), Is.EqualTo(new[] { 2.0 }));
        Assert.That(text.OutsideText.Select(token => token.Text), Is.EqualTo(new[] { "[CLS]", "[SEP]" }));
        Assert.That(text.TotalOutsideText, Is.Zero);
        Assert.That(text.ShareOutsideText, Is.EqualTo(0.5));
        Assert.That(text.Total, Is.EqualTo(2));
    }

    [Test]
    public void A_token_over_several_words_makes_one_group_of_them()
    {
        var text = Salience("New York rocks", [new("New York", 0, 8, false), new("rocks", 8, 14, false)], [3, 1]);

        Assert.That(
            text.Words.Select(word => (word.Text, word.Score)), Is.EqualTo(new[] { ("New York", 3.0), ("rocks", 1) }));
    }

    [Test]
    public void Tokens_of_the_bytes_of_one_character_stay_together()
    {
        var text = Salience("👍 ok", [new("ð", 0, 2, false), new("Ł", 0, 2, false), new("ok", 2, 5, false)], [1, 2, 4]);

        Assert.That(text.Words.Select(word => (word.Text, word.Score)), Is.EqualTo(new[] { ("👍", 3.0), ("ok", 4) }));
    }

    /// <summary>Scores are whole numbers, so that sums are exact in any order.</summary>
    [Property(MaxTest = 1000)]
    public Property Whatever_the_text_and_the_tokens_no_score_is_lost_and_words_do_not_overlap()
        => Prop.ForAll(Texts, sample =>
    {
        var text = Salience(sample.Text, sample.Tokens, sample.Scores);

        Assert.That(text.Words.Sum(word => word.Score) + text.TotalOutsideText, Is.EqualTo(sample.Scores.Sum()));
        Assert.That(
            text.Words.SelectMany(word => word.Tokens).Count() + text.OutsideText.Count, Is.EqualTo(
                sample.Tokens.Length));
        int at = 0;
        foreach (var word in text.Words)
        {
            Assert.That(word.Start, Is.GreaterThanOrEqualTo(at));
            Assert.That(word.Text, Is.EqualTo(sample.Text[word.Start..word.End]));
            at = word.End;
        }
    });

    private static Arbitrary<(string Text, TextToken[] Tokens, double[] Scores)> Texts => (
        from text in Gen.Elements(Pieces).ArrayOf().Select(string.Concat)
        from count in Gen.Choose(0, 12)
        from places in Gen.Choose(-2, text.Length + 2).Two().ArrayOf(count)
        from special in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(count)
        from scores in Gen.Choose(-1000, 1000).Select(i => (double)i).ArrayOf(count)
        select (
            text,
            places.Select((p, i) => new TextToken("t", Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2), special[i])).ToArray(),
            scores)).ToArbitrary();

    private static TextSalience Salience(string text, TextToken[] tokens, double[] scores)
        => new("grads", new TokenizedText("text", text, tokens, null), scores, scores);
}
