using Lit.Api.Metrics;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.States;

/// <summary>Areas of two rankings of the same examples: a unit for each label and distinct score of either.</summary>
internal sealed class PairedRanks(int distinct) : SufficientStatistic
{
    public override ReadOnlySpan<double> Counts => new double[2 * distinct];

    public override int ScoreCount => 2;

    /// <summary>The units of two rankings; NaN among the scores leaves the example out.</summary>
    public static (PairedRanks Statistic, int[] Before, int[] After) Of(int[] labels, double[] before, double[] after)
    {
        double[] scores = [.. before.Concat(after).Where(score => !double.IsNaN(score)).Select(score => score + 0.0).Distinct().Order()];
        return (new(scores.Length), Units(before), Units(after));

        int[] Units(double[] own) =>
        [
            .. own.Select((score, row) => labels[row] < 0 || double.IsNaN(score)
                ? -1
                : Array.BinarySearch(scores, score + 0.0) + (labels[row] == 1 ? 0 : scores.Length)),
        ];
    }

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        => (scores[0], scores[1]) = RankedScores.Areas(counts[..distinct], counts[distinct..]);
}
