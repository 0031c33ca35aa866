using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class EmbeddingMatchTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/embedding_match.json"])]
    public void Scores_are_those_of_the_reference(GoldenCase golden)
    {
        EmbeddingMatchScore score = EmbeddingMatch.Score(
            Vectors(golden, "candidate", out int dimensions),
            Vectors(golden, "reference", out _),
            dimensions,
            GoldenFile.Numbers(golden.Input.GetProperty("candidate_idf")),
            GoldenFile.Numbers(golden.Input.GetProperty("reference_idf")));
        EmbeddingMatchScore rescaled = score.Rescale(golden.Input.GetProperty("baseline").GetDouble());

        golden.Check("precision", score.Precision);
        golden.Check("recall", score.Recall);
        golden.Check("f1", score.F);
        golden.CheckAll("rescaled", [rescaled.Precision, rescaled.Recall, rescaled.F]);
    }

    [Test]
    public void A_token_without_direction_matches_nothing()
        => Assert.That(EmbeddingMatch.Score([0, 0], [1, 0], 2), Is.EqualTo(new EmbeddingMatchScore(0, 0)));

    [Test]
    public void No_tokens_have_no_score() => Assert.That(EmbeddingMatch.Score([], [1, 0], 2).Precision, Is.NaN);

    [Test]
    public void Vectors_that_do_not_fit_are_refused()
    {
        Assert.That(() => EmbeddingMatch.Score([1, 2, 3], [1, 0], 2), Throws.ArgumentException.With.Message.StartsWith(
            "Expected rows of 2 numbers, one for each token; found 3 numbers."));
        Assert.That(() => EmbeddingMatch.Score([1, float.NaN], [1, 0], 2), Throws.ArgumentException.With.Message.StartsWith(
            "Expected finite numbers; found NaN for token 0."));
    }

    [Test]
    public void Rare_tokens_weigh_more()
    {
        var weights = new InverseDocumentFrequency([["the", "cat"], ["the", "dog", "the"]]);

        Assert.That(weights["the"], Is.Zero);
        Assert.That(weights.WeightsOf(["cat", "fish"]), Is.EqualTo([Math.Log(1.5), Math.Log(3)]));
    }

    private static float[] Vectors(GoldenCase golden, string name, out int dimensions)
    {
        JsonElement rows = golden.Input.GetProperty(name);
        dimensions = rows[0].GetArrayLength();
        return [.. GoldenFile.Matrix(rows).Select(number => (float)number)];
    }
}
