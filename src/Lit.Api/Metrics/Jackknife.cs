namespace Lit.Api.Metrics;

/// <summary>What scores are when one example is left out, for each example: how much each of them matters.</summary>
/// <remarks>Units of a <see cref="SufficientStatistic"/> are left out, not examples: equal examples cost one score together.</remarks>
public static class Jackknife
{
    /// <summary>Standard errors of the scores.</summary>
    /// <param name="statistic">What the scores need to know.</param>
    /// <returns>One for each score; NaN where leaving some example out leaves the score undefined, or for fewer than two examples.</returns>
    public static double[] StandardErrors(SufficientStatistic statistic)
    {
        double[][] moments = Moments(statistic, out double examples);
        return
        [
            .. moments.Select(own => Math.Sqrt((examples - 1) / examples * own[0] * statistic.SampledShare)),
        ];
    }

    /// <summary>How fast the standard errors change with the scores, by which <see cref="IntervalMethod.Accelerated"/> corrects.</summary>
    /// <param name="statistic">What the scores need to know.</param>
    /// <returns>One for each score; NaN where no example matters, or one leaves the score undefined.</returns>
    public static double[] Accelerations(SufficientStatistic statistic)
        => [.. Moments(statistic, out _).Select(own => own[1] / (6 * Math.Pow(own[0], 1.5)) * Math.Sqrt(statistic.SampledShare))];

    /// <summary>Sums of squares and cubes of the distances of the scores left out from their mean.</summary>
    private static double[][] Moments(SufficientStatistic statistic, out double examples)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        double[] counts = statistic.Counts.ToArray(), scores = new double[statistic.ScoreCount];
        int[] units = [.. Enumerable.Range(0, counts.Length).Where(unit => counts[unit] > 0)];
        double[][] left = [.. units.Select(_ => new double[scores.Length])];
        examples = counts.Sum();
        for (int i = 0; i < units.Length; i++)
        {
            double before = counts[units[i]], one = Math.Min(1, before);
            counts[units[i]] -= one;
            statistic.Evaluate(counts, scores);
            counts[units[i]] = before;
            scores.CopyTo(left[i], 0);
        }

        double[][] moments = new double[scores.Length][];
        for (int score = 0; score < scores.Length; score++)
        {
            double mean = 0, squares = 0, cubes = 0;
            for (int i = 0; i < units.Length; i++)
            {
                mean += counts[units[i]] * left[i][score] / examples;
            }

            for (int i = 0; i < units.Length; i++)
            {
                double distance = mean - left[i][score];
                squares += counts[units[i]] * distance * distance;
                cubes += counts[units[i]] * distance * distance * distance;
            }

            moments[score] = [squares, cubes];
        }

        return moments;
    }
}
