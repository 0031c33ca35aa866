using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Metrics.Comparison;

/// <summary>What changed from one model's predictions to another's, of the same examples.</summary>
/// <param name="Before">The score of the first predictions.</param>
/// <param name="After">The score of the second predictions.</param>
/// <param name="Difference">The second score less the first, with the interval of the difference; exactly 0 for equal predictions.</param>
/// <param name="PValue">How likely a difference as great is if it did not matter whose a prediction is; 1 when the difference is 0.</param>
/// <param name="Test">The test that gave it.</param>
/// <param name="Changes">The examples whose predictions differ, in their order.</param>
public sealed record PairedComparison(
    MetricValue Before,
    MetricValue After,
    MetricValue Difference,
    double PValue,
    string Test,
    IReadOnlyList<RowChange> Changes) : IReportable
{
    private const int MostRowsInReport = 50;

    /// <summary>Whether the difference is more than chance would make it.</summary>
    /// <param name="level">The highest p-value that counts as more, in (0, 1).</param>
    public bool IsSignificant(double level = 0.05) => PValue <= level;

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        int better = Changes.Count(change => change.Effect == ChangeEffect.Better);
        int worse = Changes.Count(change => change.Effect == ChangeEffect.Worse);
        yield return new TableBlock(
            ["score", "value and interval", "examples"],
            [
                .. new[] { Before with { Name = "before" }, After with { Name = "after" }, Difference with { Name = "difference" } }
                    .Select(value => new ValueList<ReportCell>([value.Name, Cell(value), value.Support])),
            ])
        {
            Title = Before.Name,
        };
        yield return new FactsBlock(
        [
            new("p-value", PValue) { Detail = Test },
            new("changed", Changes.Count) { Detail = $"{better} better, {worse} worse" },
        ]);
        if (Changes.Count > 0)
        {
            yield return new TableBlock(
                ["row", "label", "before", "after", "effect"],
                [
                    .. Changes.Take(MostRowsInReport).Select(change => new ValueList<ReportCell>(
                    [
                        change.Row, change.Label, change.Before, change.After,
                        change.Effect == ChangeEffect.Neither ? "" : change.Effect.ToString().ToLowerInvariant(),
                    ])),
                ])
            {
                Title = Changes.Count > MostRowsInReport ? $"The first {MostRowsInReport} of {Changes.Count} changes" : "Changes",
            };
        }
    }

    /// <summary>The scores, their difference, its p-value and how many examples changed.</summary>
    public override string ToString()
        => $"{Before}\n{After}\n{Difference}\np {ReportNumber.Format(PValue)} ({Test}), {Changes.Count} predictions changed";

    private static ReportCell Cell(MetricValue value)
        => value.HasInterval ? new IntervalCell(value.Value, value.Lower, value.Upper) : value.Value;
}
