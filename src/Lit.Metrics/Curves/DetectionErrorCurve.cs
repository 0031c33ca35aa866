namespace Lit.Metrics.Curves;

/// <summary>
/// The share of negatives taken against the share of positives missed (DET), as the threshold rises; only where one of the
/// two still changes.
/// </summary>
public sealed class DetectionErrorCurve
{
    private readonly double[] _falsePositiveRate;
    private readonly double[] _falseNegativeRate;
    private readonly double[] _thresholds;

    internal DetectionErrorCurve(ThresholdSweep sweep)
    {
        double positives = sweep.AllPositives, negatives = sweep.AllNegatives;
        int count = sweep.Thresholds.Length;
        int from = 0, to = count - 1;
        while (from + 1 < count && sweep.Positives[from + 1] == positives)
        {
            from++;
        }

        while (to - 1 >= 0 && sweep.Negatives[to - 1] == 0)
        {
            to--;
        }

        int length = to - from + 1;
        (_falsePositiveRate, _falseNegativeRate) = (new double[length], new double[length]);
        _thresholds = sweep.Thresholds[from..(to + 1)];
        for (int i = 0; i < length; i++)
        {
            _falsePositiveRate[i] = sweep.Negatives[from + i] / negatives;
            _falseNegativeRate[i] = (positives - sweep.Positives[from + i]) / positives;
        }
    }

    /// <summary>The share of negatives that are taken, not rising; NaN when no example is negative.</summary>
    public ReadOnlySpan<double> FalsePositiveRate => _falsePositiveRate;

    /// <summary>The share of positives that are missed, not falling; NaN when no example is positive.</summary>
    public ReadOnlySpan<double> FalseNegativeRate => _falseNegativeRate;

    /// <summary>What is taken scores at least this, rising; ∞ where only taking nothing takes no negative.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;
}
