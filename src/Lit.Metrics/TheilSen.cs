using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>A line that outliers do not move: the median of all slopes.</summary>
/// <remarks>H. Theil (1950), P. K. Sen (1968). Time and memory grow with the square of the rows.</remarks>
public static class TheilSen
{
    /// <summary>Fits y = intercept + slope · x.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="y">One for each of <paramref name="x"/>.</param>
    /// <param name="level">The level of the slope's interval, in (0, 1).</param>
    /// <returns>NaN where all <paramref name="x"/> are equal.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite; the message says in which row.</exception>
    public static LineFit Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95)
    {
        Spans.SameLength(x.Length, y.Length, "numbers", nameof(y));
        Spans.Finite(x, "numbers", nameof(x));
        Spans.Finite(y, "numbers", nameof(y));
        Spans.Level(level);
        List<double> slopes = [];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                if (x[i] > x[j])
                {
                    slopes.Add((y[i] - y[j]) / (x[i] - x[j]));
                }
            }
        }

        if (slopes.Count == 0)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN);
        }

        slopes.Sort();
        double slope = Median([.. slopes]);
        double z = Normal.Quantile((1 + level) / 2), n = y.Length;
        double variance = ((n * (n - 1) * ((2 * n) + 5)) - Ties.Of(x).Spread - Ties.Of(y).Spread) / 18;
        double reach = z * Math.Sqrt(Math.Max(0, variance));
        int upper = Math.Min((int)Math.Round((slopes.Count + reach) / 2), slopes.Count - 1);
        int lower = Math.Max((int)Math.Round((slopes.Count - reach) / 2) - 1, 0);
        return new(slope, Median(y.ToArray()) - (slope * Median(x.ToArray())), slopes[lower], slopes[upper]);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
