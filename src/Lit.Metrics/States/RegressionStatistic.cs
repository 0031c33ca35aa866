using System.Numerics.Tensors;
using Lit.Api.Metrics;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.States;

/// <summary>Errors and correlations from how often each example was drawn; sorted once, never again.</summary>
internal sealed class RegressionStatistic : SufficientStatistic
{
    private readonly double[] _counts;
    private readonly double[] _labels;
    private readonly double[] _predictions;
    private readonly double[] _errors;
    private readonly int[] _byLabel;
    private readonly int[] _byPrediction;
    private readonly double[] _labelRanks;
    private readonly double[] _predictionRanks;

    public RegressionStatistic(SampledRows sample)
        : this(sample.ToSortedRows())
        => SampledShare = sample.Share;

    /// <param name="rows">Label and prediction of each example in turn.</param>
    public RegressionStatistic(double[] rows)
    {
        int count = rows.Length / 2;
        (_labels, _predictions, _errors) = (new double[count], new double[count], new double[count]);
        (_labelRanks, _predictionRanks, _counts) = (new double[count], new double[count], new double[count]);
        Array.Fill(_counts, 1);
        for (int row = 0; row < count; row++)
        {
            (_labels[row], _predictions[row]) = (rows[2 * row], rows[(2 * row) + 1]);
            _errors[row] = _labels[row] - _predictions[row];
        }

        // About the mean, so that sums of squares do not drown the spread.
        if (count > 0)
        {
            TensorPrimitives.Subtract(_labels, TensorPrimitives.Average<double>(_labels), _labels);
            TensorPrimitives.Subtract(_predictions, TensorPrimitives.Average<double>(_predictions), _predictions);
        }

        _byLabel = Order(_labels);
        _byPrediction = Order(_predictions);
    }

    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => 7;

    public override double SampledShare { get; } = 1;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        double n = 0, y = 0, p = 0, yy = 0, pp = 0, yp = 0, squares = 0, distances = 0, e = 0, ee = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            double w = counts[row], label = _labels[row], prediction = _predictions[row], error = _errors[row];
            n += w;
            y += w * label;
            p += w * prediction;
            yy += w * label * label;
            pp += w * prediction * prediction;
            yp += w * label * prediction;
            squares += w * error * error;
            distances += w * Math.Abs(error);
            double centered = label - prediction;
            e += w * centered;
            ee += w * centered * centered;
        }

        scores[0] = squares / n;
        scores[1] = Correlation.FromSums(n, y, p, yy, pp, yp);
        scores[2] = Spearman(counts, n);
        scores[3] = Math.Sqrt(squares / n);
        scores[4] = distances / n;
        scores[5] = 1 - (squares / (yy - (y * y / n)));
        scores[6] = 1 - ((ee - (e * e / n)) / (yy - (y * y / n)));
    }

    private static int[] Order(double[] values)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((double[])values.Clone(), rows);
        return rows;
    }

    private double Spearman(ReadOnlySpan<double> counts, double total)
    {
        Rank(_byLabel, _labels, counts, total, _labelRanks);
        Rank(_byPrediction, _predictions, counts, total, _predictionRanks);
        double xx = 0, yy = 0, xy = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            double w = counts[row], x = _labelRanks[row], y = _predictionRanks[row];
            xx += w * x * x;
            yy += w * y * y;
            xy += w * x * y;
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : double.NaN;
    }

    /// <summary>Mid-ranks less their mean, so that they add up to 0.</summary>
    private static void Rank(
        int[] order, double[] values, ReadOnlySpan<double> counts, double total, double[] ranks)
    {
        double below = 0;
        for (int begin = 0; begin < order.Length;)
        {
            double tied = 0;
            int end = begin;
            for (; end < order.Length && values[order[end]] == values[order[begin]]; end++)
            {
                tied += counts[order[end]];
            }

            double rank = below + (tied / 2) - (total / 2);
            for (int i = begin; i < end; i++)
            {
                ranks[order[i]] = rank;
            }

            below += tied;
            begin = end;
        }
    }
}
