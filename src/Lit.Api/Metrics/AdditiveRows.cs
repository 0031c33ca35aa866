namespace Lit.Api.Metrics;

/// <summary>What each example adds to the sums of an <see cref="AdditiveMetric"/>, by two sets of predictions.</summary>
internal sealed class AdditiveRows : SufficientStatistic
{
    private readonly AdditiveMetric _metric;
    private readonly double[] _rows;
    private readonly double[] _sums;

    public AdditiveRows(AdditiveMetric metric, MetricBatch before, MetricBatch after)
    {
        _metric = metric;
        int width = metric.SumCount;
        _rows = new double[2 * before.Count * width];
        _sums = new double[width];
        Units = [Measure(before, 0), Measure(after, before.Count)];
    }

    /// <summary>The units of the examples, by the predictions before and after.</summary>
    public int[][] Units { get; }

    public override ReadOnlySpan<double> Counts => new double[_rows.Length / _sums.Length];

    public override int ScoreCount => _metric.MetaSpec.Count;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_sums);
        double total = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            double count = counts[row];
            total += count;
            for (int i = 0; count > 0 && i < _sums.Length; i++)
            {
                _sums[i] += count * _rows[(row * _sums.Length) + i];
            }
        }

        if (total > 0)
        {
            _metric.Score(_sums, total, scores);
        }
        else
        {
            scores.Fill(double.NaN);
        }
    }

    private int[] Measure(MetricBatch batch, int first)
    {
        int width = _sums.Length;
        int[] units = new int[batch.Count];
        for (int row = 0; row < units.Length; row++)
        {
            units[row] = _metric.TryMeasure(batch, row, _rows.AsSpan((first + row) * width, width)) ? first + row : -1;
        }

        return units;
    }
}
