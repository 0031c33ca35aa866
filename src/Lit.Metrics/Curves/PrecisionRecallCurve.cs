namespace Lit.Metrics.Curves;

/// <summary>Precision against recall as the threshold rises: recall falls to 0, and the last point is (1, 0).</summary>
/// <remarks>Equal scores make one point. Without positives precision is 0 and recall 1 at every threshold.</remarks>
public sealed class PrecisionRecallCurve
{
    private readonly double[] _precision;
    private readonly double[] _recall;
    private readonly double[] _thresholds;

    private PrecisionRecallCurve(double[] precision, double[] recall, double[] thresholds)
        => (_precision, _recall, _thresholds) = (precision, recall, thresholds);

    internal PrecisionRecallCurve(ThresholdSweep sweep)
    {
        (_precision, _recall, _thresholds) = (sweep.Negatives, sweep.Positives, sweep.Thresholds);
        double positives = sweep.AllPositives;
        for (int i = 0; i < _thresholds.Length - 1; i++)
        {
            double found = _recall[i], taken = found + _precision[i];
            _precision[i] = taken == 0 ? 0 : found / taken;
            _recall[i] = positives == 0 ? 1 : found / positives;
        }

        (_precision[^1], _recall[^1]) = (1, 0);
    }

    /// <summary>How many points there are: one more than thresholds.</summary>
    public int Count => _precision.Length;

    /// <summary>The share of what is taken that is positive; 1 at the last point, where nothing is taken.</summary>
    public ReadOnlySpan<double> Precision => _precision;

    /// <summary>The share of positives that are taken, not rising.</summary>
    public ReadOnlySpan<double> Recall => _recall;

    /// <summary>What is taken scores at least this: each distinct score, rising. The last point has none.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds.AsSpan(0, _thresholds.Length - 1);

    /// <summary>Σ (Rₖ − Rₖ₋₁)Pₖ: the area in steps, nothing interpolated.</summary>
    /// <returns>In [0, 1]; 0 without positives, NaN for no examples.</returns>
    public double AveragePrecision
    {
        get
        {
            double sum = 0;
            for (int i = Count - 2; i >= 0; i--)
            {
                sum += (_recall[i] - _recall[i + 1]) * _precision[i];
            }

            return Count < 2 ? double.NaN : sum;
        }
    }

    /// <summary>The area under straight lines between the points, which is too high where precision saws up and down.</summary>
    /// <returns>In [0, 1]; NaN for no examples.</returns>
    public double TrapezoidArea => Count < 2 ? double.NaN : -RocCurve.Trapezoids(_recall, _precision);

    /// <summary>The same curve with the first and the last point of each recall only.</summary>
    public PrecisionRecallCurve WithoutRepeatedRecall()
    {
        int last = Count - 2;
        if (Count < 4)
        {
            return this;
        }

        List<int> kept = [];
        for (int i = 0; i <= last; i++)
        {
            if (i == 0 || i == last || _recall[i] != _recall[i - 1] || _recall[i] != _recall[i + 1])
            {
                kept.Add(i);
            }
        }

        kept.Add(Count - 1);
        return new(
            [.. kept.Select(i => _precision[i])],
            [.. kept.Select(i => _recall[i])],
            [.. kept.Select(i => _thresholds[i])]);
    }
}
