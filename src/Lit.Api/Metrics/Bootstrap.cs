using Lit.Api.Metrics.Resampling;

namespace Lit.Api.Metrics;

/// <summary>Draws examples again and again, with replacement, to see how much scores depend on the ones at hand.</summary>
/// <remarks>
/// Examples are never scored again: the counts of a <see cref="SufficientStatistic"/> are drawn, exactly as drawing examples
/// would change them. Each resample has a random stream of its own, from the seed and its number.
/// </remarks>
public static class Bootstrap
{
    private const int MostListedExamples = 1 << 24;

    /// <summary>The scores of each resample.</summary>
    /// <param name="statistic">What the scores need to know.</param>
    /// <param name="options">How many resamples, and the seed.</param>
    /// <returns>
    /// For each score, one number for each resample in the order drawn. Where the units are a sample of the examples, the
    /// distance from the sample's score is scaled by the root of its share and measured from <paramref name="scores"/>
    /// (P. Bickel, F. Götze, W. van Zwet: Resampling Fewer than n Observations, 1997).
    /// </returns>
    /// <param name="scores">The scores of all examples, about which the resamples lie.</param>
    public static double[][] Resample(
        SufficientStatistic statistic, ReadOnlySpan<double> scores, IntervalOptions options)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(options);
        if (scores.Length != statistic.ScoreCount)
        {
            throw new ArgumentException(
                $"Expected {statistic.ScoreCount} scores, found {scores.Length}.", nameof(scores));
        }

        double[][] resamples = new double[scores.Length][];
        for (int i = 0; i < scores.Length; i++)
        {
            resamples[i] = new double[options.Resamples];
        }

        if (options.Resamples == 0)
        {
            return resamples;
        }

        double[] own = new double[scores.Length], drawnScores = new double[scores.Length];
        statistic.Evaluate(statistic.Counts, own);
        double scale = Math.Sqrt(statistic.SampledShare);
        double[] drawn = new double[statistic.Counts.Length];
        int[]? unitOfExample = ListExamples(statistic.Counts, out double total);
        for (int b = 0; b < options.Resamples; b++)
        {
            var random = new RandomStream(options.Seed, b);
            if (unitOfExample is null)
            {
                DrawCounts(ref random, statistic.Counts, total, drawn);
            }
            else
            {
                DrawExamples(ref random, unitOfExample, drawn);
            }

            statistic.Evaluate(drawn, drawnScores);
            for (int i = 0; i < scores.Length; i++)
            {
                resamples[i][b] = own[i] == scores[i] && scale == 1
                    ? drawnScores[i]
                    : scores[i] + (scale * (drawnScores[i] - own[i]));
            }
        }

        return resamples;
    }

    private static int[]? ListExamples(ReadOnlySpan<double> counts, out double total)
    {
        total = 0;
        foreach (double count in counts)
        {
            total += count;
        }

        if (total > MostListedExamples || (total > 256 && counts.Length * 8 < total))
        {
            return null;
        }

        int[] units = new int[(int)total];
        int next = 0;
        for (int unit = 0; unit < counts.Length; unit++)
        {
            units.AsSpan(next, (int)counts[unit]).Fill(unit);
            next += (int)counts[unit];
        }

        return units;
    }

    private static void DrawExamples(ref RandomStream random, int[] unitOfExample, double[] drawn)
    {
        Array.Clear(drawn);
        for (int i = 0; i < unitOfExample.Length; i++)
        {
            drawn[unitOfExample[random.NextIndex(unitOfExample.Length)]]++;
        }
    }

    /// <summary>A multinomial draw: each unit's share of what is left.</summary>
    private static void DrawCounts(
        ref RandomStream random, ReadOnlySpan<double> counts, double total, double[] drawn)
    {
        double left = total, remaining = total;
        for (int unit = 0; unit < counts.Length; unit++)
        {
            drawn[unit] = counts[unit] >= remaining ? left : Binomial.Draw(ref random, left, counts[unit] / remaining);
            left -= drawn[unit];
            remaining -= counts[unit];
        }
    }
}
