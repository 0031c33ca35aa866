namespace Lit.Components.Paths;

/// <summary>Means and variances of vectors that come one after the other, by Welford's updates.</summary>
internal sealed class Moments(int size)
{
    private readonly double[] _mean = new double[size];
    private readonly double[] _squares = new double[size];
    private int _count;

    /// <summary>The mean of each number; 0 if there was none.</summary>
    public double[] Mean => [.. _mean];

    /// <summary>The variance of each number over the vectors there were.</summary>
    public double[] Variance => [.. _squares.Select(sum => _count > 0 ? sum / _count : 0)];

    /// <summary>
    /// The standard error of each mean, from the unbiased variance; infinite for fewer than two vectors.
    /// </summary>
    public double[] StandardErrors => [.. _squares.Select(sum =>
        _count > 1 ? Math.Sqrt(sum / (_count - 1) / _count) : double.PositiveInfinity)];

    public void Add(ReadOnlySpan<double> vector)
    {
        _count++;
        for (int i = 0; i < size; i++)
        {
            double away = vector[i] - _mean[i];
            _mean[i] += away / _count;
            _squares[i] += away * (vector[i] - _mean[i]);
        }
    }
}
