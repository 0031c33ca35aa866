using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Api;

/// <summary>What a dataset looks like, field by field.</summary>
/// <param name="Name">The dataset's name; empty if it has none.</param>
/// <param name="Count">The number of examples.</param>
/// <param name="Fields">A summary of each field, in the order of the spec.</param>
public sealed record DatasetSummary(string Name, int Count, ValueList<FieldSummary> Fields) : IReportable
{
    private const int MostBars = 12;

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["field", "type", "missing", "values"],
            [.. Fields.Select(field => new ValueList<ReportCell>(
                [field.Field, field.Type, field.Missing, (ReportCell)field.Text]))])
        {
            Title = $"{(Name.Length == 0 ? "Dataset" : Name)}: {ReportNumber.Format(Count)} examples",
        };
        foreach (var field in Fields.OfType<CategorySummary>().Where(field => field.Counts.Count is > 1 and <= MostBars))
        {
            yield return new BarChartBlock([.. field.Counts.Select(count => new Bar(count.Value, count.Count))])
            {
                Title = field.Field,
                ValueLabel = "examples",
            };
        }
    }

    /// <summary>A line for each field.</summary>
    public override string ToString()
        => $"{Count} examples\n" + string.Join('\n', Fields.Select(field => $"{field.Field} ({field.Type}): {field.Text}"));
}
