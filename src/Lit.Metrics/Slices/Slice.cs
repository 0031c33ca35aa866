using Lit.Api.Reporting;
using Lit.Metrics.Significance;
using Lit.Types;

namespace Lit.Metrics.Slices;

/// <summary>Examples that a model is worse on than on the others.</summary>
/// <param name="Conditions">What they have in common, a field and its value or range each.</param>
/// <param name="Support">How many there are.</param>
/// <param name="Score">Their mean score.</param>
/// <param name="Rest">The mean score of all other examples.</param>
/// <param name="Interval">The 95 % interval of the difference of the two.</param>
/// <param name="PValue">How likely a slice as bad is by chance, corrected for every slice there could be.</param>
public sealed record Slice(
    IReadOnlyList<(string Field, string Value)> Conditions,
    int Support,
    double Score,
    double Rest,
    Interval Interval,
    double PValue)
{
    /// <summary>The score less that of the rest.</summary>
    public double Difference => Score - Rest;

    /// <summary>The conditions in words: <c>genre = drama and length = [1, 20)</c>.</summary>
    public override string ToString()
        => string.Join(" and ", Conditions.Select(condition => $"{condition.Field} = {condition.Value}"));
}

/// <summary>The worst slices, the worst first.</summary>
/// <param name="Score">The name of the score.</param>
/// <param name="Slices">The slices.</param>
/// <param name="Candidates">How many slices there could be: what p-values are corrected for.</param>
public sealed record WorstSlices(string Score, IReadOnlyList<Slice> Slices, double Candidates) : IReportable
{
    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["slice", "examples", Score, "rest", "difference", "p, corrected"],
            [
                .. Slices.Select(slice => new ValueList<ReportCell>(
                [
                    slice.ToString(), slice.Support, slice.Score, slice.Rest,
                    new IntervalCell(slice.Difference, slice.Interval.Lower, slice.Interval.Upper), slice.PValue,
                ])),
            ])
        {
            Title = "Worst slices",
        };
    }
}
