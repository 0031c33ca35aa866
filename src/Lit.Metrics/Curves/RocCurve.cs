namespace Lit.Metrics.Curves;

/// <summary>
/// The share of positives found against the share of negatives taken with them, as the threshold falls: from (0, 0), where
/// nothing is taken, to (1, 1).
/// </summary>
/// <remarks>Equal scores make one point, so that no order among them is assumed.</remarks>
public sealed class RocCurve
{
    private readonly double[] _falsePositiveRate;
    private readonly double[] _truePositiveRate;
    private readonly double[] _thresholds;

    private RocCurve(double[] falsePositiveRate, double[] truePositiveRate, double[] thresholds)
        => (_falsePositiveRate, _truePositiveRate, _thresholds) = (falsePositiveRate, truePositiveRate, thresholds);

    internal RocCurve(ThresholdSweep sweep)
    {
        (_falsePositiveRate, _truePositiveRate, _thresholds) = (sweep.Negatives, sweep.Positives, sweep.Thresholds);
        double positives = sweep.AllPositives, negatives = sweep.AllNegatives;
        Array.Reverse(_falsePositiveRate);
        Array.Reverse(_truePositiveRate);
        Array.Reverse(_thresholds);
        for (int i = 0; i < _thresholds.Length; i++)
        {
            _falsePositiveRate[i] /= negatives;
            _truePositiveRate[i] /= positives;
        }
    }

    /// <summary>How many points there are; 1 for no examples.</summary>
    public int Count => _thresholds.Length;

    /// <summary>The share of negatives that are taken, not falling; all NaN when no example is negative.</summary>
    public ReadOnlySpan<double> FalsePositiveRate => _falsePositiveRate;

    /// <summary>The share of positives that are taken, not falling; all NaN when no example is positive.</summary>
    public ReadOnlySpan<double> TruePositiveRate => _truePositiveRate;

    /// <summary>What is taken scores at least this: ∞ at the first point, then each distinct score, falling.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>The area under the curve: the chance that a positive scores higher than a negative, ties counting half.</summary>
    /// <returns>In [0, 1]; NaN when a class has no example.</returns>
    public double Area => Count < 2 ? double.NaN : Trapezoids(_falsePositiveRate, _truePositiveRate);

    /// <summary>
    /// The area at false positive rates up to a limit, scaled so that guessing gives ½ and a perfect ranking 1.
    /// </summary>
    /// <param name="limit">The highest false positive rate, in (0, 1].</param>
    /// <returns>At most 1; NaN when a class has no example.</returns>
    /// <remarks>D. McClish: Analyzing a Portion of the ROC Curve (1989).</remarks>
    public double PartialArea(double limit)
    {
        if (!(limit is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "Expected a false positive rate in (0, 1].");
        }

        if (limit == 1 || double.IsNaN(Area))
        {
            return Area;
        }

        int stop = 0;
        while (_falsePositiveRate[stop] <= limit)
        {
            stop++;
        }

        double x0 = _falsePositiveRate[stop - 1], x1 = _falsePositiveRate[stop];
        double y0 = _truePositiveRate[stop - 1], y1 = _truePositiveRate[stop];
        double end = y0 + ((y1 - y0) * ((limit - x0) / (x1 - x0)));
        double area = Trapezoids(_falsePositiveRate.AsSpan(0, stop), _truePositiveRate.AsSpan(0, stop))
            + ((limit - x0) * (end + y0) / 2);
        double least = limit * limit / 2;
        return 0.5 * (1 + ((area - least) / (limit - least)));
    }

    /// <summary>The same curve without the points that lie on the line between their neighbours.</summary>
    public RocCurve WithoutCollinear()
    {
        if (Count <= 3)
        {
            return this;
        }

        List<int> kept = [0, 1];
        for (int i = 2; i < Count - 1; i++)
        {
            if (Bends(_falsePositiveRate, i) || Bends(_truePositiveRate, i))
            {
                kept.Add(i);
            }
        }

        kept.Add(Count - 1);
        return Pick(kept);
    }

    internal RocCurve Pick(IReadOnlyList<int> points) => new(
        [.. points.Select(i => _falsePositiveRate[i])],
        [.. points.Select(i => _truePositiveRate[i])],
        [.. points.Select(i => _thresholds[i])]);

    internal static double Trapezoids(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double area = 0;
        for (int i = 1; i < x.Length; i++)
        {
            area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
        }

        return area;
    }

    /// <summary>Whether the step to a point and the step from it differ by more than rounding.</summary>
    private static bool Bends(double[] rate, int i)
        => Math.Abs(rate[i + 1] - rate[i] - (rate[i] - rate[i - 1])) > 1e-14;
}
