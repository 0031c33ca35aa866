using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class MeteorTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/meteor.json"])]
    public void Scores_without_synonyms_are_those_of_the_reference(GoldenCase golden)
    {
        JsonElement options = golden.Input.GetProperty("options");
        double Option(string name, double usual) => options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : usual;
        string[] references = [.. golden.Input.GetProperty("references").EnumerateArray().Select(Text)];

        double score = Meteor.Sentence(
            new() { Alpha = Option("alpha", 0.9), Beta = Option("beta", 3), Gamma = Option("gamma", 0.5) },
            Text(golden.Input.GetProperty("hypothesis")),
            references);

        golden.Check("meteor", score);
    }

    [Test]
    public void A_corpus_scores_the_mean_of_its_texts()
        => Assert.That(
            Meteor.Corpus(["it is done", "a"], ["it is done", "b"], MeteorOptions.Default),
            Is.EqualTo((1 - (0.5 / 27)) / 2).Within(1e-12));

    private static string Text(JsonElement tokens) => string.Join(' ', TextCases.Strings(tokens));
}
