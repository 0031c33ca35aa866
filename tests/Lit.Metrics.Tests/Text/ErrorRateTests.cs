using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class ErrorRateTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/error_rates.json"])]
    public void Rates_and_alignments_are_those_of_the_reference(GoldenCase golden)
    {
        string[] hypotheses = TextCases.Strings(golden, "hypotheses"), references = TextCases.Strings(golden, "references");
        EditCounts words = ErrorRates.Corpus(hypotheses, references, ErrorUnit.Words);
        EditCounts characters = ErrorRates.Corpus(hypotheses, references, ErrorUnit.Characters);
        if (golden.Name == "empty_reference")
        {
            // jiwer says 1; nothing of nothing is no rate.
            Assert.That(words.ErrorRate, Is.NaN);
            return;
        }

        golden.Check("wer", words.ErrorRate);
        golden.Check("mer", words.MatchErrorRate);
        golden.Check("wil", words.InformationLost);
        golden.Check("wip", words.InformationPreserved);
        golden.Check("cer", characters.ErrorRate);
        CheckCounts(golden.Expected.GetProperty("words"), words);
        CheckCounts(golden.Expected.GetProperty("characters"), characters);
        golden.CheckAll("word_distance", Distances(hypotheses, references, ErrorUnit.Words));
        golden.CheckAll("char_distance", Distances(hypotheses, references, ErrorUnit.Characters));
    }

    [Test]
    public void Long_texts_have_the_distance_of_the_table()
    {
        string text = string.Concat(Enumerable.Range(0, 180).Select(i => (char)('a' + (i * 7 % 5))));
        string other = string.Concat(Enumerable.Range(0, 150).Select(i => (char)('a' + (i * 3 % 7))));

        EditCounts counts = ErrorRates.Sentence(ErrorUnit.Characters, text, other);

        Assert.That(counts.Errors, Is.EqualTo(Distance(text, other)));
        Assert.That(counts.ReferenceLength, Is.EqualTo(150));
        Assert.That(counts.HypothesisLength, Is.EqualTo(180));
    }

    [Test]
    public void Of_several_references_the_nearest_counts()
        => Assert.That(
            ErrorRates.Corpus(["a b c"], [["x y", "a c"]], ErrorUnit.Words), Is.EqualTo(new EditCounts(2, 0, 0, 1)));

    [Test]
    public void Empty_texts_have_no_errors()
    {
        EditCounts counts = ErrorRates.Sentence(ErrorUnit.Words, "", "");

        Assert.That(counts.ErrorRate, Is.Zero);
        Assert.That(counts.InformationPreserved, Is.EqualTo(1));
    }

    private static IEnumerable<double> Distances(string[] hypotheses, string[] references, ErrorUnit unit)
        => hypotheses.Select((hypothesis, row) => (double)ErrorRates.Sentence(unit, hypothesis, references[row]).Errors);

    private static void CheckCounts(JsonElement expected, EditCounts found)
        => Assert.That(found, Is.EqualTo(new EditCounts(
            expected.GetProperty("hits").GetInt64(),
            expected.GetProperty("substitutions").GetInt64(),
            expected.GetProperty("deletions").GetInt64(),
            expected.GetProperty("insertions").GetInt64())));

    private static int Distance(string first, string second)
    {
        int[,] table = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
            {
                table[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        table[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1),
                        Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[first.Length, second.Length];
    }
}
