namespace Lit.Metrics.Counts;

/// <summary>Right, predicted and true counts of each class: all that precision, recall, F and Jaccard need.</summary>
internal readonly ref struct ClassCounts(
    ReadOnlySpan<double> right, ReadOnlySpan<double> predicted, ReadOnlySpan<double> truth)
{
    private readonly ReadOnlySpan<double> _right = right;
    private readonly ReadOnlySpan<double> _predicted = predicted;
    private readonly ReadOnlySpan<double> _truth = truth;

    public PrecisionRecall Of(int index, double beta, double undefined)
        => PrecisionRecall.Of(_right[index], _predicted[index], _truth[index], beta, undefined);

    public double JaccardOf(int index, double undefined)
        => PrecisionRecall.Divide(
            _right[index], _predicted[index] + _truth[index] - _right[index], undefined);

    public PrecisionRecall Average(Averaging averaging, double beta, double undefined)
    {
        if (averaging == Averaging.Micro)
        {
            (double right, double predicted, double truth) = Sums();
            return PrecisionRecall.Of(right, predicted, truth, beta, undefined);
        }

        int count = _right.Length;
        Span<double> precision = count <= 64 ? stackalloc double[count] : new double[count];
        Span<double> recall = count <= 64 ? stackalloc double[count] : new double[count];
        Span<double> f = count <= 64 ? stackalloc double[count] : new double[count];
        double support = 0;
        for (int i = 0; i < count; i++)
        {
            (precision[i], recall[i], f[i], double own) = Of(i, beta, undefined);
            support += own;
        }

        return new(Mean(precision, averaging), Mean(recall, averaging), Mean(f, averaging), support);
    }

    public double Jaccard(Averaging averaging, double undefined)
    {
        if (averaging == Averaging.Micro)
        {
            (double right, double predicted, double truth) = Sums();
            return PrecisionRecall.Divide(right, predicted + truth - right, undefined);
        }

        double[] values = new double[_right.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = JaccardOf(i, undefined);
        }

        return Mean(values, averaging);
    }

    /// <summary>NaN is left out; when all weights are 0 the plain mean is taken.</summary>
    private double Mean(ReadOnlySpan<double> values, Averaging averaging)
    {
        double plain = 0, plainWeight = 0, weighted = 0, weight = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                plain += values[i];
                plainWeight++;
                weighted += values[i] * _truth[i];
                weight += _truth[i];
            }
        }

        return averaging == Averaging.Weighted && weight > 0 ? weighted / weight : plain / plainWeight;
    }

    private (double Right, double Predicted, double Truth) Sums()
    {
        double right = 0, predicted = 0, truth = 0;
        for (int i = 0; i < _right.Length; i++)
        {
            right += _right[i];
            predicted += _predicted[i];
            truth += _truth[i];
        }

        return (right, predicted, truth);
    }
}
