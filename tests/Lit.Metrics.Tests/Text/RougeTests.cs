using Lit.Api.Metrics;
using Lit.Metrics.Text.Tokens;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class RougeTests
{
    private static readonly RougeKind[] Kinds = [RougeKind.N(1), RougeKind.N(2), RougeKind.N(3), RougeKind.L, RougeKind.LSum];

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/rouge.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        string prediction = golden.Input.GetProperty("prediction").GetString()!;
        string[] targets = TextCases.Strings(golden, "targets");
        foreach (RougeKind kind in Kinds)
        {
            foreach ((string mode, bool stem) in (ReadOnlySpan<(string, bool)>)[("plain", false), ("stemmer", true)])
            {
                RougeScore score = Rouge.Sentence(new RougeOptions { Kind = kind, Stem = stem }, prediction, targets);

                golden.CheckAll(
                    $"{mode} {kind}",
                    golden.Expected.GetProperty(mode).GetProperty(kind.Name),
                    [score.Precision, score.Recall, score.F]);
            }
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/rouge_tokens.json"])]
    public void Words_and_stems_are_those_of_the_reference(GoldenCase golden)
    {
        foreach ((string mode, bool stem) in (ReadOnlySpan<(string, bool)>)[("plain", false), ("stemmer", true)])
        {
            var tokens = new RougeTokens(stem);
            List<int> ids = [];
            tokens.Read(golden.Input.GetProperty("text").GetString()!, ids);

            Assert.That(ids.Select(id => tokens[id]), Is.EqualTo(TextCases.Strings(golden.Expected.GetProperty(mode))), mode);
        }
    }

    [TestCase("caresses caress ponies poni ties tie dies die flies fli died die spied spi tries tri feed feed agreed agre")]
    [TestCase("plastered plaster bled bled motoring motor sing sing conflated conflat troubled troubl sized size hopping hop")]
    [TestCase("falling fall hissing hiss fizzed fizz failing fail filing file happy happi sky sky enjoy enjoy spy spi")]
    [TestCase("relational relat conditional condit rational ration valency valenc digitizer digit conformably conform")]
    [TestCase("radically radic vilely vile predication predic operator oper feudalism feudal hopefulness hope sensibility sensibl")]
    [TestCase("geology geolog theology theolog hopefully hope electricity electr goodness good revival reviv gyroscopic gyroscop")]
    [TestCase("irritant irrit replacement replac adjustment adjust adoption adopt homologous homolog angularity angular")]
    [TestCase("bowdlerize bowdler probate probat rate rate cease ceas controlling control generalizations gener")]
    [TestCase("oscillators oscil dying die skies sky news news cannings canning proceed proceed owed owe eyed eye used use")]
    [TestCase("eating eat bating bate university univers happily happili really realli totally total fully fulli")]
    [TestCase("skillfully skill logistic logist 2nds 2nd yyyy yyyi aed a")]
    public void Words_have_the_stems_of_Porters_rules(string wordsAndStems)
    {
        string[] words = wordsAndStems.Split(' ');
        var stemmer = new PorterStemmer();
        for (int i = 0; i < words.Length; i += 2)
        {
            Assert.That(stemmer.Stem(words[i]).ToString(), Is.EqualTo(words[i + 1]), words[i]);
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/rouge_aggregate.json"])]
    public void Intervals_of_given_draws_are_those_of_the_reference(GoldenCase golden)
    {
        double[][] scores = [.. golden.Input.GetProperty("scores").EnumerateArray().Select(GoldenFile.Numbers)];
        int[][] draws = [.. golden.Input.GetProperty("resample_indices").EnumerateArray().Select(GoldenFile.Integers)];
        for (int kind = 0; kind < 3; kind++)
        {
            var value = new MetricValue("rouge1", scores.Average(score => score[kind]), scores.Length)
            {
                Resamples = [.. draws.Select(draw => draw.Average(row => scores[row][kind]))],
            };

            golden.Check("low", golden.Expected.GetProperty("low")[kind], value.Lower);
            golden.Check("mid", golden.Expected.GetProperty("mid")[kind], value.LowerBound(1e-16));
            golden.Check("high", golden.Expected.GetProperty("high")[kind], value.Upper);
        }
    }

    [Test]
    public void A_corpus_scores_the_mean_of_its_texts()
    {
        RougeScore score = Rouge.Corpus(
            ["This is a test.", "Test two", "A third test example"],
            ["This is a test.", "Test one", "A third test"],
            RougeOptions.Lit);

        Assert.That(score.F, Is.EqualTo((1 + 0.5 + (6.0 / 7)) / 3).Within(1e-12));
        Assert.That(Rouge.Corpus([], (string[])[], RougeOptions.Lit).F, Is.NaN);
    }

    [Test]
    public void Long_texts_score_as_short_ones_do()
    {
        string text = string.Join(' ', Enumerable.Range(0, 150).Select(i => $"w{i * 7 % 41}"));
        string other = string.Join(' ', Enumerable.Range(0, 170).Select(i => $"w{i * 5 % 43}"));

        RougeScore found = Rouge.Sentence(RougeOptions.Default, text, other);

        Assert.That(found.Precision, Is.EqualTo(LongestCommon(text.Split(' '), other.Split(' ')) / 150.0));
    }

    private static int LongestCommon(string[] first, string[] second)
    {
        int[,] table = new int[first.Length + 1, second.Length + 1];
        for (int i = 1; i <= first.Length; i++)
        {
            for (int j = 1; j <= second.Length; j++)
            {
                table[i, j] = first[i - 1] == second[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[first.Length, second.Length];
    }
}
