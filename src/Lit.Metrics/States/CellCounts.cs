using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Counts that are scores themselves.</summary>
internal sealed class CellCounts(double[] counts) : SufficientStatistic
{
    public override ReadOnlySpan<double> Counts => counts;

    public override int ScoreCount => counts.Length;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores) => counts.CopyTo(scores);
}
