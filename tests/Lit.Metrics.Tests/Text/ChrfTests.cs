using System.Globalization;
using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class ChrfTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/chrf.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        string[] hypotheses = TextCases.Strings(golden, "hypotheses");
        string[][] references = TextCases.References(golden);
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            ChrfOptions options = Options(expected.Name);

            golden.Check(expected.Name, expected.Value.GetProperty("score"), Chrf.Corpus(hypotheses, references, options));
            golden.CheckAll(
                expected.Name,
                expected.Value.GetProperty("sentences"),
                hypotheses
                    .Select((hypothesis, row) => Chrf.Sentence(options, hypothesis, references[row]))
                    .Take(expected.Value.GetProperty("sentences").GetArrayLength()));
        }
    }

    [Test]
    public void Characters_beyond_the_basic_plane_are_one_character()
        => Assert.That(Chrf.Sentence("🙂", "🙃"), Is.Zero);

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.That(() => new ChrfOptions { Beta = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ChrfOptions { CharacterOrder = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ChrfOptions { WordOrder = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static ChrfOptions Options(string key)
    {
        string[] parts = key.Split('|');
        return new()
        {
            CharacterOrder = int.Parse(parts[0], CultureInfo.InvariantCulture),
            WordOrder = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Beta = double.Parse(parts[2], CultureInfo.InvariantCulture),
            IgnoreCase = bool.Parse(parts[3]),
            Whitespace = bool.Parse(parts[4]),
            EpsilonSmoothing = bool.Parse(parts[5]),
        };
    }
}
