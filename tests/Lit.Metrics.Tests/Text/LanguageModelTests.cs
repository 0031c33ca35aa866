using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class LanguageModelTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/language_model.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        string[] texts = TextCases.Strings(golden, "texts");
        double[][] logarithms = Logarithms(golden);
        LanguageModelScore[] scores = [.. texts.Select((text, i) => LanguageModel.Score(text, logarithms[i]))];
        LanguageModelScore all = scores.Aggregate((sum, score) => sum + score);

        golden.CheckAll("perplexity", scores.Select(score => score.Perplexity));
        golden.Check("corpus_perplexity", all.Perplexity);
        golden.Check("mean_perplexity", scores.Average(score => score.Perplexity));
        golden.Check("bits_per_token", all.BitsPerToken);
        golden.Check("bits_per_byte", all.BitsPerByte);
        golden.Check("bits_per_character", all.BitsPerCharacter);
        golden.CheckAll("utf8_bytes", scores.Select(score => (double)score.Bytes));
        golden.CheckAll("code_points", scores.Select(score => (double)score.Characters));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/language_model.json"])]
    public void The_metric_reads_them_from_fields(GoldenCase golden)
    {
        string[] texts = TextCases.Strings(golden, "texts");
        double[][] logarithms = Logarithms(golden);
        var dataset = new Dataset(
            new Spec { ["text"] = new TextSegment() }, texts.Select(text => new Example([new("text", text)])));
        var output = new Spec { ["scores"] = new TokenScores { Align = "tokens" } };
        var predictions = new ExampleTable(output, [new("scores", new ObjectColumn(logarithms.ToArray<object?>()))]);

        EvaluationResult found = new LanguageModelMetrics { TextField = "text" }.Evaluate(dataset, predictions);

        golden.Check("corpus_perplexity", found["perplexity"].Value);
        golden.Check("mean_perplexity", found["mean_perplexity"].Value);
        golden.Check("bits_per_byte", found["bits_per_byte"].Value);
        golden.Check("bits_per_character", found["bits_per_character"].Value);
    }

    [Test]
    public void A_probability_above_one_is_named_by_its_token()
        => Assert.That(
            () => LanguageModel.Score("ab", [-1, 0.5]),
            Throws.ArgumentException.With.Message.StartsWith("Expected log-probabilities of at most 0; found 0.5 for token 1."));

    /// <summary>The reference masks tokens; here those do not count that are NaN.</summary>
    private static double[][] Logarithms(GoldenCase golden)
    {
        double[][] masks = [.. golden.Input.GetProperty("mask").EnumerateArray().Select(GoldenFile.Numbers)];
        return
        [
            .. golden.Input.GetProperty("token_logprobs").EnumerateArray().Select((row, i) => GoldenFile.Numbers(row)
                .Select((logarithm, token) => masks[i][token] > 0 ? logarithm : double.NaN)
                .ToArray()),
        ];
    }
}
