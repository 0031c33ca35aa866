using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Means of numbers that each example has.</summary>
internal sealed class SampledMeans : SufficientStatistic
{
    private readonly double[] _rows;
    private readonly double[] _counts;
    private readonly int _width;

    public SampledMeans(SampledRows sample)
    {
        _width = sample.Width;
        _rows = sample.ToSortedRows();
        _counts = new double[sample.Count];
        Array.Fill(_counts, 1);
        SampledShare = sample.Share;
    }

    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => _width;

    public override double SampledShare { get; }

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        scores.Clear();
        double total = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            total += counts[row];
            for (int i = 0; i < _width; i++)
            {
                scores[i] += counts[row] * _rows[(row * _width) + i];
            }
        }

        for (int i = 0; i < _width; i++)
        {
            scores[i] /= total;
        }
    }
}
