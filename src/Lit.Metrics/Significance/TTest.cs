using System.Numerics.Tensors;
using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Significance;

/// <summary>Whether means differ, of numbers that are about normal, or so many that their means are.</summary>
/// <remarks>
/// Equal constant samples, and too few numbers for a variance, have no outcome: NaN with the reason. Numbers that are not
/// finite, and paired samples of different lengths, are an <see cref="ArgumentException"/>.
/// </remarks>
public static class TTest
{
    /// <summary>The means of two samples.</summary>
    /// <param name="first">Finite numbers.</param>
    /// <param name="second">Finite numbers, of other examples.</param>
    /// <param name="equalVariances">Whether both are taken to have one variance (Student); if not, each its own (Welch).</param>
    /// <param name="alternative">What the test looks for.</param>
    public static TestOutcome Independent(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        bool equalVariances = false,
        Alternative alternative = Alternative.TwoSided)
    {
        (double n, double meanA, double varianceA) = Moments(first, nameof(first));
        (double m, double meanB, double varianceB) = Moments(second, nameof(second));
        double freedom = n + m - 2, variance;
        if (equalVariances)
        {
            double squares = (n > 1 ? (n - 1) * varianceA : 0) + (m > 1 ? (m - 1) * varianceB : 0);
            variance = squares / freedom * ((1 / n) + (1 / m));
        }
        else
        {
            double a = varianceA / n, b = varianceB / m;
            variance = a + b;
            freedom = variance * variance / ((a * a / (n - 1)) + (b * b / (m - 1)));
        }

        return Outcome(meanA - meanB, variance, freedom, alternative);
    }

    /// <summary>The mean of the differences of pairs.</summary>
    /// <param name="first">Finite numbers.</param>
    /// <param name="second">One for each of <paramref name="first"/>, of the same examples.</param>
    /// <param name="alternative">What the test looks for.</param>
    public static TestOutcome Paired(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, Alternative alternative = Alternative.TwoSided)
    {
        Spans.SameLength(first.Length, second.Length, "numbers", nameof(second));
        Spans.Finite(first, "numbers", nameof(first));
        Spans.Finite(second, "numbers", nameof(second));
        double[] differences = new double[first.Length];
        TensorPrimitives.Subtract(first, second, differences);
        return OneSample(differences, 0, alternative);
    }

    /// <summary>A mean against a number.</summary>
    /// <param name="sample">Finite numbers.</param>
    /// <param name="mean">What the mean is held against.</param>
    /// <param name="alternative">What the test looks for.</param>
    public static TestOutcome OneSample(
        ReadOnlySpan<double> sample, double mean, Alternative alternative = Alternative.TwoSided)
    {
        (double n, double found, double variance) = Moments(sample, nameof(sample));
        return Outcome(found - mean, variance / n, n - 1, alternative);
    }

    private static (double Count, double Mean, double Variance) Moments(ReadOnlySpan<double> sample, string parameter)
    {
        Spans.Finite(sample, "numbers", parameter);
        if (sample.IsEmpty)
        {
            return (0, double.NaN, double.NaN);
        }

        double mean = TensorPrimitives.Average(sample), squares = 0;
        foreach (double value in sample)
        {
            squares += (value - mean) * (value - mean);
        }

        return (sample.Length, mean, squares / (sample.Length - 1));
    }

    private static TestOutcome Outcome(double difference, double variance, double freedom, Alternative alternative)
    {
        double t = difference / Math.Sqrt(variance);
        if (double.IsNaN(t))
        {
            return TestOutcome.Undefined(
                double.IsNaN(variance) ? "too few numbers for a variance" : "the numbers are constant and do not differ");
        }

        double below = Tails.StudentT(t, freedom), above = Tails.StudentT(-t, freedom);
        if (double.IsInfinity(t))
        {
            (below, above) = t < 0 ? (0, 1) : (1, 0);
        }

        return new(t, Sidedness.PValue(alternative, below, above))
        {
            Reason = double.IsInfinity(t) ? "the numbers are constant" : null,
        };
    }
}
