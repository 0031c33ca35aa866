using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class RankingScoreTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/ranking.json"])]
    public void Scores_of_rankings_equal_the_reference(GoldenCase golden)
    {
        JsonElement rows = golden.Input.GetProperty("relevance");
        int items = rows[0].GetArrayLength();
        double[] gains = GoldenFile.Matrix(rows), scores = GoldenFile.Matrix(golden.Input.GetProperty("score"));
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            string[] words = expected.Name.Replace("_ignore_ties", "", StringComparison.Ordinal).Split("_at_");
            RankingTies ties = expected.Name.EndsWith("_ignore_ties", StringComparison.Ordinal)
                ? RankingTies.LastFirst
                : RankingTies.Average;
            int? cutoff = words.Length == 1 || words[1] == "all" ? null : int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            if (expected.Value.ValueKind == JsonValueKind.Object)
            {
                Assert.That(() => Ranking.Ndcg(gains, scores, items), Throws.ArgumentException.With.Message.Contains("found -1 in query 0"));
                continue;
            }

            if (ties == RankingTies.LastFirst && golden.Name.StartsWith("random", StringComparison.Ordinal))
            {
                // The reference sorts equal scores in an order that depends on the processor: any order will do.
                (double least, double most) = words[0] == "dcg"
                    ? (Ranking.Dcg(gains, Nudged(-1), items, cutoff, ties), Ranking.Dcg(gains, Nudged(1), items, cutoff, ties))
                    : (Ranking.Ndcg(gains, Nudged(-1), items, cutoff, ties), Ranking.Ndcg(gains, Nudged(1), items, cutoff, ties));
                Assert.That(expected.Value.GetDouble(), Is.InRange(least - 1e-12, most + 1e-12), expected.Name);
                continue;
            }

            golden.Check(expected.Name, words[0] switch
            {
                "dcg" => Ranking.Dcg(gains, scores, items, cutoff, ties),
                "ndcg" => Ranking.Ndcg(gains, scores, items, cutoff, ties),
                "dcg_log_base_10" => Ranking.Dcg(gains, scores, items, logBase: 10),
                "mrr" => Ranking.MeanReciprocalRank(gains, scores, items),
                "precision" => Ranking.PrecisionAt(gains, scores, items, cutoff!.Value),
                "recall" => Ranking.RecallAt(gains, scores, items, cutoff!.Value),
                "map" => Ranking.MeanAveragePrecision(gains, scores, items, cutoff!.Value),
                "hit_rate" => Ranking.HitRateAt(gains, scores, items, cutoff!.Value),
                _ => throw new InvalidOperationException(expected.Name),
            });
        }

        double[] Nudged(double sign) => [.. scores.Zip(gains, (score, gain) => score + (sign * 1e-6 * gain))];
    }

    [Test]
    public void No_queries_have_no_score() => Assert.That(Ranking.Ndcg([], [], 3), Is.NaN);

    [Test]
    public void A_score_that_is_not_finite_is_refused_with_its_query() => Assert.That(
        () => Ranking.MeanReciprocalRank([1, 0, 0, 1], [.5, .1, double.NaN, 1], 2),
        Throws.ArgumentException.With.Message.Contains("in query 1"));
}
