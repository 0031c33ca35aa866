namespace Lit.Metrics;

/// <summary>How far people, or models, who rate the same things agree beyond chance.</summary>
/// <remarks>Two raters are the case of <see cref="Counts.ConfusionMatrix.Kappa"/>.</remarks>
public static class Agreement
{
    /// <summary>Krippendorff's α = 1 − observed / expected disagreement, with any number of raters and missing ratings.</summary>
    /// <param name="ratings">Row-major, one row for each rater, one column for each thing rated; NaN where there is no rating.</param>
    /// <param name="raters">How many raters there are.</param>
    /// <param name="scale">What the distance between two ratings means.</param>
    /// <returns>
    /// At most 1; 0 for chance. NaN when fewer than two different ratings occur: then nothing could disagree. Things with
    /// fewer than two ratings are left out.
    /// </returns>
    /// <exception cref="ArgumentException">The ratings are no such matrix.</exception>
    /// <remarks>K. Krippendorff: Computing Krippendorff's Alpha-Reliability (2011).</remarks>
    public static double KrippendorffAlpha(ReadOnlySpan<double> ratings, int raters, ScaleOfMeasurement scale)
    {
        int units = Units(ratings.Length, raters);
        double[] all = ratings.ToArray();
        double[] values = [.. all.Where(rating => !double.IsNaN(rating)).Distinct().Order()];
        int count = values.Length;
        double[] coincidences = new double[count * count];
        double[] own = new double[count];
        for (int unit = 0; unit < units; unit++)
        {
            Array.Clear(own);
            double given = 0;
            for (int rater = 0; rater < raters; rater++)
            {
                double rating = all[(rater * units) + unit];
                if (!double.IsNaN(rating))
                {
                    own[Array.BinarySearch(values, rating)]++;
                    given++;
                }
            }

            for (int a = 0; given > 1 && a < count; a++)
            {
                for (int b = 0; b < count; b++)
                {
                    coincidences[(a * count) + b] += own[a] * (own[b] - (a == b ? 1 : 0)) / (given - 1);
                }
            }
        }

        return Alpha(coincidences, values, scale);
    }

    /// <summary>Fleiss' κ of several raters who each rate everything.</summary>
    /// <param name="counts">Row-major, one row for each thing rated, one column for each category: how many raters chose it.</param>
    /// <param name="categories">How many categories there are.</param>
    /// <returns>At most 1; NaN when one category takes all ratings, or for nothing rated.</returns>
    /// <exception cref="ArgumentException">The counts are no such matrix, or the rows do not add up to the same number of at least 2 raters.</exception>
    /// <remarks>J. Fleiss: Measuring Nominal Scale Agreement Among Many Raters (1971).</remarks>
    public static double FleissKappa(ReadOnlySpan<int> counts, int categories)
    {
        double observed = Observed(counts, categories, out double raters);
        int rows = counts.Length / categories;
        double expected = 0;
        for (int category = 0; category < categories; category++)
        {
            double chosen = 0;
            for (int row = 0; row < rows; row++)
            {
                chosen += counts[(row * categories) + category];
            }

            double share = chosen / (rows * raters);
            expected += share * share;
        }

        return expected == 1 ? double.NaN : (observed - expected) / (1 - expected);
    }

    /// <summary>Randolph's κ: as <see cref="FleissKappa"/>, but by chance every category is as likely.</summary>
    /// <returns>At most 1; NaN for one category, or for nothing rated.</returns>
    /// <inheritdoc cref="FleissKappa" path="/param"/>
    /// <inheritdoc cref="FleissKappa" path="/exception"/>
    /// <remarks>J. Randolph: Free-Marginal Multirater Kappa (2005).</remarks>
    public static double RandolphKappa(ReadOnlySpan<int> counts, int categories)
    {
        double observed = Observed(counts, categories, out _), expected = 1.0 / categories;
        return categories == 1 ? double.NaN : (observed - expected) / (1 - expected);
    }

    private static double Alpha(double[] coincidences, double[] values, ScaleOfMeasurement scale)
    {
        int count = values.Length;
        double[] totals = new double[count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                totals[a] += coincidences[(a * count) + b];
            }
        }

        double all = totals.Sum(), observed = 0, expected = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double distance = Distance(a, b, values, totals, scale);
                observed += coincidences[(a * count) + b] * distance;
                expected += totals[a] * (totals[b] - (a == b ? 1 : 0)) / (all - 1) * distance;
            }
        }

        return expected == 0 ? double.NaN : 1 - (observed / expected);
    }

    private static double Distance(int a, int b, double[] values, double[] totals, ScaleOfMeasurement scale)
    {
        if (a == b)
        {
            return 0;
        }

        double distance = scale switch
        {
            ScaleOfMeasurement.Ordinal => Between(Math.Min(a, b), Math.Max(a, b), totals),
            ScaleOfMeasurement.Interval => values[a] - values[b],
            ScaleOfMeasurement.Ratio => (values[a] - values[b]) / (values[a] + values[b]),
            _ => 1,
        };
        return distance * distance;
    }

    private static double Between(int low, int high, double[] totals)
        => totals.AsSpan(low, high - low + 1).ToArray().Sum() - ((totals[low] + totals[high]) / 2);

    /// <summary>The mean share of pairs of raters that agree.</summary>
    private static double Observed(ReadOnlySpan<int> counts, int categories, out double raters)
    {
        int rows = Units(counts.Length, categories);
        double agreeing = 0;
        raters = 0;
        for (int row = 0; row < rows; row++)
        {
            double sum = 0, squares = 0;
            foreach (int count in counts.Slice(row * categories, categories))
            {
                sum += count;
                squares += (double)count * count;
            }

            raters = row == 0 ? sum : raters;
            if (sum != raters || sum < 2)
            {
                throw new ArgumentException(
                    $"Expected the same number of raters, at least 2, in each row; found {sum} in row {row}, {raters} in row 0.",
                    nameof(counts));
            }

            agreeing += (squares - sum) / (sum * (sum - 1));
        }

        return agreeing / rows;
    }

    private static int Units(int values, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        return values % rows == 0
            ? values / rows
            : throw new ArgumentException($"Expected a row-major matrix, {rows} to a row or column; found {values} values.", nameof(values));
    }
}
