using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Scores of two confusion matrices of the same examples: a unit for each cell that occurs in either.</summary>
internal sealed class PairedCells : SufficientStatistic
{
    private readonly ConfusionStatistic _inner;

    private PairedCells(ConfusionStatistic inner) => _inner = inner;

    public override ReadOnlySpan<double> Counts => _inner.Counts;

    public override int ScoreCount => _inner.ScoreCount;

    public static (PairedCells Statistic, int[] Before, int[] After) Of(
        int[] labels, int[] before, int[] after, int classes, int? nullIndex)
    {
        var cells = new ConfusionCells(classes);
        for (int row = 0; row < labels.Length; row++)
        {
            foreach (int predicted in (int[])[before[row], after[row]])
            {
                if (labels[row] >= 0 && predicted >= 0)
                {
                    cells.Add(labels[row], predicted);
                }
            }
        }

        Dictionary<(int, int), int> places = cells.Occurring()
            .Index()
            .ToDictionary(cell => (cell.Item.Truth, cell.Item.Predicted), cell => cell.Index);
        return (new(new(cells, nullIndex)), Units(before), Units(after));

        int[] Units(int[] predicted)
            => [.. predicted.Select((own, row) => labels[row] < 0 || own < 0 ? -1 : places[(labels[row], own)])];
    }

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores) => _inner.Evaluate(counts, scores);
}
