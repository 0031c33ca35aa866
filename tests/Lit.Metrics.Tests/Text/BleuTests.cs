using System.Globalization;
using System.Text.Json;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class BleuTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/bleu.json"])]
    public void Scores_of_texts_are_those_of_the_reference(GoldenCase golden)
    {
        string[] hypotheses = TextCases.Strings(golden, "hypotheses");
        string[][] references = TextCases.References(golden);
        foreach (JsonProperty expected in golden.Expected.EnumerateObject().Where(entry => entry.Name != "sentences"))
        {
            BleuOptions options = Options(expected.Name);

            BleuScore score = Bleu.Corpus(hypotheses, references, options);

            golden.Check(expected.Name, expected.Value.GetProperty("score"), score.Value);
            golden.Check("bp", expected.Value.GetProperty("bp"), score.BrevityPenalty);
            golden.CheckAll("precisions", expected.Value.GetProperty("precisions"), score.Precisions);
            Assert.That(score.HypothesisLength, Is.EqualTo(expected.Value.GetProperty("sys_len").GetInt64()));
            Assert.That(score.ReferenceLength, Is.EqualTo(expected.Value.GetProperty("ref_len").GetInt64()));
            CheckCounts(options, expected.Value, score);
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/bleu.json"])]
    public void Scores_of_single_sentences_are_those_of_the_reference(GoldenCase golden)
    {
        string[] hypotheses = TextCases.Strings(golden, "hypotheses");
        string[][] references = TextCases.References(golden);
        foreach (JsonProperty expected in golden.Expected.GetProperty("sentences").EnumerateObject())
        {
            BleuOptions options = Options(expected.Name + "|false|true|4");

            golden.CheckAll(
                expected.Name,
                expected.Value,
                hypotheses.Select((hypothesis, row) => Bleu.Sentence(options, hypothesis, references[row]).Value));
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/bleu_tokenizers.json"])]
    public void Tokenizers_split_as_the_reference_does(GoldenCase golden)
    {
        string text = golden.Input.GetProperty("text").GetString()!;
        foreach (string name in (string[])["13a", "intl", "zh", "char"])
        {
            string expected = string.Join(' ', BleuTokenizer.Whitespace.Tokenize(golden.Expected.GetProperty(name).GetString()!));

            Assert.That(string.Join(' ', BleuTokenizer.Named(name).Tokenize(text)), Is.EqualTo(expected), name);
        }
    }

    [TestCase("Hello, world! It's 3.14 (approx.) - really-good 10-20 & 50%.",
        "Hello , world ! It's 3.14 ( approx . ) - really-good 10 - 20 & 50 % .")]
    [TestCase("a,b 1,000.5 x.y .5 5.", "a , b 1,000.5 x . y . 5 5 .")]
    [TestCase("don't U.S.A. 1990's [a]{b}", "don't U . S . A . 1990's [ a ] { b }")]
    [TestCase("&amp;lt; <skipped>x-\ny\nz", "< xy z")]
    public void Western_texts_are_split_at_marks(string text, string expected)
        => Assert.That(string.Join(' ', BleuTokenizer.Mteval13a.Tokenize(text)), Is.EqualTo(expected));

    [TestCase("ja-mecab", "BLEU tokenizer 'ja-mecab' needs the MeCab analyser and its dictionary, which do not come with this "
        + "library. Split with them yourself and pass BleuTokenizer.Of.")]
    [TestCase("flores200", "BLEU tokenizer 'flores200' needs a SentencePiece model, which does not come with this library. Load "
        + "it yourself and pass BleuTokenizer.Of.")]
    [TestCase("14", "Expected one of the BLEU tokenizers none, 13a, intl, zh, char; found '14'.")]
    public void A_tokenizer_that_is_not_here_is_refused_with_what_to_do(string name, string message)
        => Assert.That(() => BleuTokenizer.Named(name), Throws.TypeOf<LitException>().With.Message.EqualTo(message));

    [Test]
    public void A_tokenizer_of_ones_own_counts_its_own_words()
    {
        var pieces = BleuTokenizer.Of("halves", text => [text[..(text.Length / 2)], text[(text.Length / 2)..]]);

        BleuScore score = Bleu.Corpus(["abcd"], ["abxy"], new BleuOptions { Tokenizer = pieces, Order = 1 });

        Assert.That(score.Matches[0], Is.EqualTo(1));
        Assert.That(score.HypothesisLength, Is.EqualTo(2));
        Assert.That(pieces.ToString(), Is.EqualTo("halves"));
    }

    [Test]
    public void Scores_say_what_they_are_made_of()
        => Assert.That(
            Bleu.Corpus(["the cat sat on the mat"], ["the cat is on the mat"]).ToString(),
            Is.EqualTo("BLEU 37.99 = 83.3/60.0/25.0/16.7, brevity penalty 1.000, 6 words for 6"));

    [Test]
    public void A_text_that_is_missing_is_named_by_its_row()
    {
        Assert.That(
            () => Bleu.Corpus(["a", null!], ["a", "b"]),
            Throws.ArgumentException.With.Message.StartsWith("Expected a text, found null in row 1."));
        Assert.That(
            () => Bleu.Corpus(["a"], ["a", "b"]),
            Throws.ArgumentException.With.Message.StartsWith("Expected 1 references, one for each text; found 2."));
        Assert.That(
            () => Bleu.Corpus(["a", "b"], [["a"], []], BleuOptions.Default),
            Throws.ArgumentException.With.Message.StartsWith("Expected at least one reference, found none in row 1."));
        Assert.That(() => Bleu.Sentence("a"), Throws.ArgumentException);
    }

    [Test]
    public void No_texts_score_nothing() => Assert.That(Bleu.Corpus([], []).Value, Is.Zero);

    internal static BleuOptions Options(string key)
    {
        string[] parts = key.Split('|');
        return new()
        {
            Tokenizer = BleuTokenizer.Named(parts[0]),
            Smoothing = parts[1] switch
            {
                "none" => BleuSmoothing.None,
                "floor" => BleuSmoothing.Floor,
                "add-k" => BleuSmoothing.AddK,
                _ => BleuSmoothing.Exponential,
            },
            SmoothingValue = parts[2] == "None" ? null : double.Parse(parts[2], CultureInfo.InvariantCulture),
            IgnoreCase = bool.Parse(parts[3]),
            EffectiveOrder = bool.Parse(parts[4]),
            Order = int.Parse(parts[5], CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The reference lists what add-k added among the counts.</summary>
    private static void CheckCounts(BleuOptions options, JsonElement expected, BleuScore score)
    {
        bool hasMatch = score.Matches.Any(count => count > 0);
        long Added(int order) => options.Smoothing == BleuSmoothing.AddK && order > 0 && hasMatch ? 1 : 0;
        Assert.That(
            score.Matches.Select((count, order) => (double)(count + Added(order))),
            Is.EqualTo(GoldenFile.Numbers(expected.GetProperty("counts"))));
        Assert.That(
            score.Totals.Select((count, order) => (double)(count + Added(order))),
            Is.EqualTo(GoldenFile.Numbers(expected.GetProperty("totals"))));
    }
}
