using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Means of a loss that each example has by each of two predictions.</summary>
internal sealed class PairedLosses(double[] losses) : SufficientStatistic
{
    public override ReadOnlySpan<double> Counts => new double[losses.Length];

    public override int ScoreCount => 1;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        double sum = 0, total = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            sum += counts[row] > 0 ? counts[row] * losses[row] : 0;
            total += counts[row];
        }

        scores[0] = sum / total;
    }
}
