using Lit.Api.Metrics;
using Lit.Metrics.Decisions;
using Lit.Metrics.Reliability;
using Lit.Types;

namespace Lit.Metrics.States;

/// <summary>The calibration error of two sets of predictions: a unit for each prediction.</summary>
internal sealed class PairedReliability : SufficientStatistic
{
    private readonly int[] _bins;
    private readonly double[] _gaps;
    private readonly double[] _sums;

    private PairedReliability(int units, int bins)
        => (_bins, _gaps, _sums) = (new int[units], new double[units], new double[bins]);

    public override ReadOnlySpan<double> Counts => new double[_bins.Length];

    public override int ScoreCount => 1;

    public static (PairedReliability Statistic, int[] Before, int[] After) Of(
        MetricBatch before, MetricBatch after, MulticlassPreds classes, int bins)
    {
        var statistic = new PairedReliability(before.Count + after.Count, bins);
        double[] edges = ReliabilityBins.Edges(bins);
        int[] labels = before.LabelCodes.ToArray();
        return (statistic, statistic.Place(before, 0, labels, classes, edges), statistic.Place(after, before.Count, labels, classes, edges));
    }

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_sums);
        double total = 0, sum = 0;
        for (int unit = 0; unit < counts.Length; unit++)
        {
            _sums[_bins[unit]] += counts[unit] * _gaps[unit];
            total += counts[unit];
        }

        foreach (double gap in _sums)
        {
            sum += Math.Abs(gap);
        }

        scores[0] = sum / total;
    }

    private int[] Place(MetricBatch batch, int first, int[] labels, MulticlassPreds classes, double[] edges)
    {
        int[] units = new int[batch.Count];
        double[] row = new double[classes.Vocab.Count];
        for (int i = 0; i < units.Length; i++)
        {
            if (labels[i] < 0 || !batch.TryCopyPrediction(i, row) || !row.All(p => p is >= 0 and <= 1))
            {
                units[i] = -1;
                continue;
            }

            int top = classes.NullIndex is { } none && batch.Margin(i) == 0
                ? Decision.WithMargin(row, none, 0)
                : Decision.Largest(row);
            units[i] = first + i;
            _bins[first + i] = ReliabilityBins.Find(edges, row[top]);
            _gaps[first + i] = row[top] - (top == labels[i] ? 1 : 0);
        }

        return units;
    }
}
