using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.Significance;

/// <summary>Intervals and tests of areas under ROC curves without any resampling.</summary>
/// <remarks>
/// E. DeLong, D. DeLong, D. Clarke-Pearson (1988), in n log n as by X. Sun, W. Xu (2014). Labels are 0 and 1; other labels,
/// scores that are not finite and lengths that differ are an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class DeLong
{
    /// <summary>The interval of an area, on the scale of its odds, so that it stays between 0 and 1.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">One finite number for each label.</param>
    /// <param name="level">The chance of holding the true area, in (0, 1).</param>
    /// <returns>NaN when a class has fewer than two examples; the area itself, twice, where it is 0 or 1.</returns>
    public static Interval RocAuc(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, double level = 0.95)
    {
        Spans.Level(level);
        Placements own = Place(labels, scores);
        double variance = Covariance(own, own), area = own.Area;
        if (double.IsNaN(variance) || area is 0 or 1)
        {
            return double.IsNaN(variance) ? new(double.NaN, double.NaN) : new(area, area);
        }

        double odds = Math.Log(area / (1 - area));
        double reach = Normal.Quantile((1 + level) / 2) * Math.Sqrt(variance) / (area * (1 - area));
        return new(1 / (1 + Math.Exp(reach - odds)), 1 / (1 + Math.Exp(-reach - odds)));
    }

    /// <summary>Whether the areas of two scores of the same examples differ.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="before">One finite number for each label.</param>
    /// <param name="after">One finite number for each label.</param>
    /// <returns>The distance of the areas in standard errors; 0 and a p-value of 1 for equal rankings.</returns>
    public static TestOutcome Paired(ReadOnlySpan<int> labels, ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        Placements first = Place(labels, before), second = Place(labels, after);
        double difference = second.Area - first.Area;
        double variance = Covariance(first, first) + Covariance(second, second) - (2 * Covariance(first, second));
        if (double.IsNaN(difference) || double.IsNaN(variance))
        {
            return TestOutcome.Undefined("a class has fewer than two examples");
        }

        double z = difference == 0 ? 0 : difference / Math.Sqrt(Math.Max(0, variance));
        return new(z, difference == 0 ? 1 : Normal.TwoSided(z));
    }

    /// <summary>For each example the share of the other class that it stands on the right side of.</summary>
    private static Placements Place(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        BinaryScores.Check(labels, scores.Length, nameof(scores), default);
        Spans.Finite(scores, "scores", nameof(scores));
        List<double> positives = [], negatives = [];
        for (int row = 0; row < labels.Length; row++)
        {
            (BinaryScores.Label(labels, row) == 1 ? positives : negatives).Add(scores[row]);
        }

        double[] all = MidRanks.Of([.. positives, .. negatives]);
        double[] own = MidRanks.Of([.. positives]), other = MidRanks.Of([.. negatives]);
        double[] ofPositives = new double[own.Length], ofNegatives = new double[other.Length];
        for (int i = 0; i < own.Length; i++)
        {
            ofPositives[i] = (all[i] - own[i]) / other.Length;
        }

        for (int i = 0; i < other.Length; i++)
        {
            ofNegatives[i] = 1 - ((all[own.Length + i] - other[i]) / own.Length);
        }

        return new(ofPositives, ofNegatives);
    }

    private static double Covariance(Placements a, Placements b)
        => (Covariance(a.Positives, b.Positives) / a.Positives.Length) + (Covariance(a.Negatives, b.Negatives) / a.Negatives.Length);

    private static double Covariance(double[] a, double[] b)
    {
        double meanA = a.Length == 0 ? 0 : a.Average(), meanB = b.Length == 0 ? 0 : b.Average(), sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }

        return a.Length < 2 ? double.NaN : sum / (a.Length - 1);
    }

    private sealed record Placements(double[] Positives, double[] Negatives)
    {
        public double Area => Positives.Length == 0 || Negatives.Length == 0 ? double.NaN : Positives.Average();
    }
}
