using System.Text.Json;
using Lit.Metrics.Counts;
using NUnit.Framework;

namespace Lit.Metrics.Text.Tags;

public sealed class TagSpanTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/span_f1.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        string[][] labels = Sequences(golden, "y_true"), predictions = Sequences(golden, "y_pred");
        SpanScore lenient = TagSpans.Score(labels, predictions, TagScheme.Lenient);
        Check(golden, "lenient", lenient);
        Check(golden, "strict", TagSpans.Score(labels, predictions, Scheme(golden)));
        golden.Check("tag_accuracy", lenient.TagAccuracy);
        Assert.That(lenient.Types.Select(type => type.Type), Is.EqualTo(TextCases.Strings(golden.Expected.GetProperty("types"))));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/span_f1.json"])]
    public void Spans_are_those_of_the_reference(GoldenCase golden)
    {
        CheckSpans(golden, "lenient_entities_true", Sequences(golden, "y_true"), TagScheme.Lenient);
        CheckSpans(golden, "lenient_entities_pred", Sequences(golden, "y_pred"), TagScheme.Lenient);
        CheckSpans(golden, "strict_entities_pred", Sequences(golden, "y_pred"), Scheme(golden));
    }

    [Test]
    public void A_tag_of_another_scheme_is_named_with_its_place()
    {
        Assert.That(
            () => TagSpans.Read(["O", "E-PER"], TagScheme.Iob2),
            Throws.ArgumentException.With.Message.StartsWith(
                "Expected a tag that begins with one of I, O, B, those of Iob2, for token 1; found 'E-PER'."));
        Assert.That(
            () => TagSpans.Score([["O"], ["O"]], [["O"], ["X-PER"]], TagScheme.Bilou),
            Throws.ArgumentException.With.Message.StartsWith(
                "Sequence 1: Expected a predicted tag that begins with one of B, I, L, O, U, those of Bilou, for token 0"));
        Assert.That(
            () => TagSpans.Score([["O"]], [["O", "O"]], TagScheme.Lenient),
            Throws.ArgumentException.With.Message.StartsWith(
                "Sequence 0: Expected 1 predicted tags, one for each token; found 2."));
        Assert.That(
            () => TagSpans.Read(["O", null!], TagScheme.Lenient),
            Throws.ArgumentException.With.Message.StartsWith("Expected a tag for token 1, found null."));
    }

    [Test]
    public void Scores_are_told_type_by_type()
    {
        SpanScore score = TagSpans.Score([["B-PER", "O"], ["B-LOC", "I-LOC"]], [["B-PER", "O"], ["B-LOC", "O"]], TagScheme.Iob2);

        Assert.That(score.ToString(), Is.EqualTo(string.Join(
            '\n',
            "all: F1 0.5000, precision 0.5000, recall 0.5000 of 2 spans",
            "LOC: F1 0.0000, precision 0.0000, recall 0.0000 of 1 spans",
            "PER: F1 1.0000, precision 1.0000, recall 1.0000 of 1 spans")));
    }

    private static void Check(GoldenCase golden, string mode, SpanScore found)
    {
        JsonElement expected = golden.Expected.GetProperty(mode);
        foreach ((string average, PrecisionRecall score) in (ReadOnlySpan<(string, PrecisionRecall)>)
            [("micro", found.Micro), ("macro", found.Macro), ("weighted", found.Weighted)])
        {
            JsonElement wanted = expected.GetProperty(average);
            golden.Check($"{mode} {average} precision", wanted.GetProperty("precision"), score.Precision);
            golden.Check($"{mode} {average} recall", wanted.GetProperty("recall"), score.Recall);
            golden.Check($"{mode} {average} f1", wanted.GetProperty("f1"), score.F);
        }

        JsonElement types = expected.GetProperty("per_type");
        golden.CheckAll(mode, types.GetProperty("precision"), found.Types.Select(type => type.Score.Precision));
        golden.CheckAll(mode, types.GetProperty("recall"), found.Types.Select(type => type.Score.Recall));
        golden.CheckAll(mode, types.GetProperty("f1"), found.Types.Select(type => type.Score.F));
    }

    private static void CheckSpans(GoldenCase golden, string name, string[][] sequences, TagScheme scheme)
    {
        JsonElement[] expected = [.. golden.Expected.GetProperty(name).EnumerateArray()];
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.That(
                TagSpans.Read(sequences[row], scheme),
                Is.EqualTo(expected[row].EnumerateArray().Select(
                    span => new TagSpan(span[0].GetString()!, span[1].GetInt32(), span[2].GetInt32() + 1))),
                $"{name}, sequence {row}");
        }
    }

    private static string[][] Sequences(GoldenCase golden, string name)
        => [.. golden.Input.GetProperty(name).EnumerateArray().Select(TextCases.Strings)];

    private static TagScheme Scheme(GoldenCase golden)
        => Enum.Parse<TagScheme>(golden.Input.GetProperty("scheme").GetString()!, ignoreCase: true);
}
