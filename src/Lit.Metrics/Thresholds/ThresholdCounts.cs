using Lit.Metrics.Decisions;

namespace Lit.Metrics.Thresholds;

/// <summary>Right and wrong predictions at each threshold 0, 0.01 … 1, from one pass and running sums.</summary>
internal sealed class ThresholdCounts
{
    public const int Count = 101;

    private readonly double[] _truePositives = new double[Count];
    private readonly double[] _falsePositives = new double[Count];
    private readonly double _positives;
    private readonly double _negatives;

    /// <param name="labels">Whether the label of each example is the positive class; null leaves it out.</param>
    /// <param name="probabilities">Of the null class and of the positive class.</param>
    /// <param name="positiveFirst">Whether the positive class stands before the null class, and so wins a tie.</param>
    /// <param name="rows">The examples that count.</param>
    /// <param name="litCompatible">Whether a negative number is predicted whatever the threshold, as the logarithm of LIT has it.</param>
    public ThresholdCounts(
        IReadOnlyList<bool?> labels,
        IReadOnlyList<(double None, double Positive)> probabilities,
        bool positiveFirst,
        IEnumerable<int> rows,
        bool litCompatible)
    {
        foreach (int row in rows)
        {
            if (labels[row] is not { } positive)
            {
                continue;
            }

            // A margin that rises makes a positive less likely: it is predicted below some threshold and at none above.
            (double none, double own) = probabilities[row];
            int until = litCompatible && (none < 0 || own < 0)
                ? own < 0 && (positiveFirst || none >= 0) ? Count : 0
                : FirstNegative(probabilities[row], positiveFirst);
            (positive ? _truePositives : _falsePositives)[0] += until > 0 ? 1 : 0;
            if (until is > 0 and < Count)
            {
                (positive ? _truePositives : _falsePositives)[until]--;
            }

            _positives += positive ? 1 : 0;
            _negatives += positive ? 0 : 1;
        }

        for (int k = 1; k < Count; k++)
        {
            _truePositives[k] += _truePositives[k - 1];
            _falsePositives[k] += _falsePositives[k - 1];
        }
    }

    public double Cost(int k, double ratio) => (ratio * _falsePositives[k]) + (_positives - _truePositives[k]);

    public double PositiveShare(int k) => (_truePositives[k] + _falsePositives[k]) / (_positives + _negatives);

    public double Accuracy(int k) => (_truePositives[k] + _negatives - _falsePositives[k]) / (_positives + _negatives);

    public double TruePositiveRate(int k) => _truePositives[k] / _positives;

    private static int FirstNegative((double None, double Positive) p, bool positiveFirst)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int k = (low + high) / 2;
            if (IsPositive(p, k, positiveFirst))
            {
                low = k + 1;
            }
            else
            {
                high = k;
            }
        }

        return low;
    }

    private static bool IsPositive((double None, double Positive) p, int k, bool positiveFirst)
    {
        ReadOnlySpan<double> row = positiveFirst ? [p.Positive, p.None] : [p.None, p.Positive];
        double threshold = k == Count - 1 ? 1 : k * 0.01;
        int none = positiveFirst ? 1 : 0;
        return Decision.WithMargin(row, none, Decision.MarginOf(threshold)) != none;
    }
}
