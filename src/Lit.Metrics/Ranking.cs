namespace Lit.Metrics;

/// <summary>Scores of rankings: for each query, items with their true relevance and the score they are ranked by.</summary>
/// <remarks>
/// Relevance and scores are row-major matrices, one row for each query. Lengths that differ and numbers that are not finite
/// are an <see cref="ArgumentException"/> that names the query. No queries: NaN.
/// </remarks>
public static class Ranking
{
    /// <summary>Discounted cumulative gain, Σ relevance / log(rank + 1), the mean over queries.</summary>
    /// <param name="relevance">Row-major, how much each item is worth.</param>
    /// <param name="scores">Row-major, the higher the earlier.</param>
    /// <param name="items">How many items a query has, the width of a row.</param>
    /// <param name="cutoff">How many ranks count; null: all.</param>
    /// <param name="ties">How equal scores are ranked.</param>
    /// <param name="logBase">The base of the logarithm, greater than 1.</param>
    /// <param name="weights">One for each query, finite, at least 0; empty: each counts 1.</param>
    public static double Dcg(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int? cutoff = null,
        RankingTies ties = RankingTies.Average,
        double logBase = 2,
        ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, (gains, own) => Gain(gains, own, cutoff, ties, logBase));

    /// <summary><see cref="Dcg"/> as a share of what the best ranking gives.</summary>
    /// <returns>In [0, 1]. A query without relevance scores 0 and stays in the mean.</returns>
    /// <exception cref="ArgumentException">Relevance is negative somewhere: the best ranking is then no bound.</exception>
    /// <inheritdoc cref="Dcg" path="/param"/>
    public static double Ndcg(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int? cutoff = null,
        RankingTies ties = RankingTies.Average,
        ReadOnlySpan<double> weights = default)
    {
        for (int i = 0; i < relevance.Length; i++)
        {
            if (relevance[i] < 0)
            {
                throw new ArgumentException(
                    $"Expected relevance of at least 0; found {relevance[i]:R} in query {i / Math.Max(1, items)}.", nameof(relevance));
            }
        }

        return Mean(relevance, scores, items, weights, (gains, own) =>
        {
            double best = Gain(gains, gains, cutoff, RankingTies.LastFirst, 2);
            return best == 0 ? 0 : Gain(gains, own, cutoff, ties, 2) / best;
        });
    }

    /// <summary>Mean of 1 / rank of the first relevant item (MRR); equal scores by ascending position.</summary>
    /// <returns>In [0, 1]; 0 for a query without relevant items.</returns>
    /// <inheritdoc cref="PrecisionAt" path="/param[@name!='cutoff']"/>
    public static double MeanReciprocalRank(
        ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, int items, ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, (gains, own) =>
        {
            int[] order = Order(own);
            int first = Array.FindIndex(order, item => gains[item] > 0);
            return first < 0 ? 0 : 1.0 / (first + 1);
        });

    /// <summary>Of the first items, the share that is relevant.</summary>
    /// <param name="relevance">Row-major; greater than 0 for a relevant item.</param>
    /// <param name="scores">Row-major, the higher the earlier; equal scores by ascending position.</param>
    /// <param name="items">How many items a query has, the width of a row.</param>
    /// <param name="cutoff">How many items are looked at, at least 1.</param>
    /// <param name="weights">One for each query, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 1], of <paramref name="cutoff"/> also where there are fewer items.</returns>
    public static double PrecisionAt(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int cutoff,
        ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, Positive(cutoff), (gains, own) => (double)Hits(gains, own, cutoff) / cutoff);

    /// <summary>Of the relevant items, the share that is among the first.</summary>
    /// <returns>In [0, 1]; 0 for a query without relevant items.</returns>
    /// <inheritdoc cref="PrecisionAt" path="/param"/>
    public static double RecallAt(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int cutoff,
        ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, Positive(cutoff), (gains, own) =>
        {
            int relevant = gains.Count(gain => gain > 0);
            return relevant == 0 ? 0 : (double)Hits(gains, own, cutoff) / relevant;
        });

    /// <summary>The share of queries with a relevant item among the first.</summary>
    /// <returns>In [0, 1].</returns>
    /// <inheritdoc cref="PrecisionAt" path="/param"/>
    public static double HitRateAt(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int cutoff,
        ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, Positive(cutoff), (gains, own) => Hits(gains, own, cutoff) > 0 ? 1 : 0);

    /// <summary>Mean over queries of the precision at the ranks of relevant items (MAP).</summary>
    /// <returns>In [0, 1]; 0 for a query without relevant items. Divided by the relevant items that the ranks can hold.</returns>
    /// <inheritdoc cref="PrecisionAt" path="/param"/>
    public static double MeanAveragePrecision(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        int cutoff,
        ReadOnlySpan<double> weights = default)
        => Mean(relevance, scores, items, weights, Positive(cutoff), (gains, own) =>
        {
            int[] order = Order(own);
            int relevant = Math.Min(gains.Count(gain => gain > 0), cutoff), hits = 0;
            double sum = 0;
            for (int rank = 0; rank < Math.Min(cutoff, order.Length); rank++)
            {
                if (gains[order[rank]] > 0)
                {
                    sum += (double)++hits / (rank + 1);
                }
            }

            return relevant == 0 ? 0 : sum / relevant;
        });

    private static int Positive(int cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cutoff);
        return cutoff;
    }

    private static int Hits(double[] gains, double[] scores, int cutoff)
        => Order(scores).Take(cutoff).Count(item => gains[item] > 0);

    private static int[] Order(double[] scores)
        => [.. Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item])];

    private static double Gain(double[] gains, double[] scores, int? cutoff, RankingTies ties, double logBase)
    {
        if (!(logBase > 1))
        {
            throw new ArgumentOutOfRangeException(nameof(logBase), logBase, "Expected a base greater than 1.");
        }

        int[] order = ties == RankingTies.LastFirst
            ? [.. Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).ThenByDescending(item => item)]
            : Order(scores);
        double sum = 0, log = Math.Log(logBase);
        for (int begin = 0, end; begin < order.Length; begin = end)
        {
            end = begin + 1;
            double gain = gains[order[begin]], discounts = Discount(begin);
            while (ties == RankingTies.Average && end < order.Length && scores[order[end]] == scores[order[begin]])
            {
                discounts += Discount(end);
                gain += gains[order[end++]];
            }

            sum += gain / (end - begin) * discounts;
        }

        return sum;

        double Discount(int rank) => rank < (cutoff ?? int.MaxValue) ? log / Math.Log(rank + 2) : 0;
    }

    private static double Mean(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        ReadOnlySpan<double> weights,
        int cutoff,
        Func<double[], double[], double> score)
        => cutoff > 0 ? Mean(relevance, scores, items, weights, score) : double.NaN;

    private static double Mean(
        ReadOnlySpan<double> relevance,
        ReadOnlySpan<double> scores,
        int items,
        ReadOnlySpan<double> weights,
        Func<double[], double[], double> score)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(items);
        if (relevance.Length != scores.Length || relevance.Length % items != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {items} items and as many scores as relevances; found {relevance.Length} relevances and "
                + $"{scores.Length} scores.",
                nameof(scores));
        }

        int queries = relevance.Length / items;
        Spans.Weights(queries, weights);
        double sum = 0, weight = 0;
        for (int query = 0; query < queries; query++)
        {
            double[] gains = relevance.Slice(query * items, items).ToArray();
            double[] own = scores.Slice(query * items, items).ToArray();
            if (!gains.All(double.IsFinite) || !own.All(double.IsFinite))
            {
                throw new ArgumentException($"Expected finite relevance and scores; found others in query {query}.", nameof(scores));
            }

            double ownWeight = weights.IsEmpty ? 1 : weights[query];
            sum += ownWeight == 0 ? 0 : ownWeight * score(gains, own);
            weight += ownWeight;
        }

        return sum / weight;
    }
}
