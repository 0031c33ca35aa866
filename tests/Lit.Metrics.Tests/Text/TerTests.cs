using System.Text.Json;
using Lit.Metrics.Text.Tokens;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class TerTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/ter.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        string[] hypotheses = TextCases.Strings(golden, "hypotheses");
        string[][] references = TextCases.References(golden);
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            TerOptions options = Options(expected.Name);

            TerScore score = Ter.Corpus(hypotheses, references, options);

            golden.Check(expected.Name, expected.Value.GetProperty("score"), score.Value);
            Assert.That(score.Edits, Is.EqualTo(expected.Value.GetProperty("num_edits").GetInt64()), expected.Name);
            golden.Check("length", expected.Value.GetProperty("ref_length"), score.ReferenceLength);
            JsonElement[] sentences = [.. expected.Value.GetProperty("sentences").EnumerateArray()];
            for (int row = 0; row < sentences.Length; row++)
            {
                TerScore own = Ter.Sentence(options, hypotheses[row], references[row]);
                golden.CheckAll(expected.Name, sentences[row], [own.Value, own.Edits, own.ReferenceLength]);
            }
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/bleu_tokenizers.json"])]
    public void Texts_are_read_as_tercom_reads_them(GoldenCase golden)
    {
        Dictionary<string, TerOptions> options = new()
        {
            ["ter_default"] = new(),
            ["ter_normalized"] = new() { Normalize = true },
            ["ter_no_punct"] = new() { Normalize = true, NoPunctuation = true },
            ["ter_asian"] = new() { Normalize = true, Asian = true },
            ["ter_no_punct_asian"] = new() { NoPunctuation = true, Asian = true, CaseSensitive = true },
        };
        foreach (var (name, option) in options)
        {
            var buffer = new TextBuffer();
            TercomText.Write(golden.Input.GetProperty("text").GetString()!, option, buffer);
            string found = string.Join(' ', BleuTokenizer.Whitespace.Tokenize(buffer.Text.ToString()));

            Assert.That(found, Is.EqualTo(golden.Expected.GetProperty(name).GetString()), name);
        }
    }

    [Test]
    public void Scores_say_what_they_are_made_of()
        => Assert.That(Ter.Corpus(["b a"], ["a b"]).ToString(), Is.EqualTo("TER 50.00, 1 edits for 2 words"));

    private static TerOptions Options(string key)
    {
        bool[] flags = [.. key.Split('|').Select(bool.Parse)];
        return new() { Normalize = flags[0], NoPunctuation = flags[1], Asian = flags[2], CaseSensitive = flags[3] };
    }
}
