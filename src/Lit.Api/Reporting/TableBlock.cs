using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A table. Columns of numbers are aligned right; intervals of one column are drawn on one scale.</summary>
public sealed record TableBlock : ReportBlock
{
    /// <summary>Creates a table.</summary>
    /// <param name="columns">The columns; a text converts to one.</param>
    /// <param name="rows">The rows, each with one cell for each column.</param>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns.</exception>
    public TableBlock(ValueList<TableColumn> columns, ValueList<ValueList<ReportCell>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Count != columns.Count)
            {
                throw new ArgumentException(
                    $"Expected {columns.Count} cells, one for each column; found {rows[i].Count} in row {i}.",
                    nameof(rows));
            }
        }

        (Columns, Rows) = (columns, rows);
    }

    /// <summary>The columns.</summary>
    public ValueList<TableColumn> Columns { get; }

    /// <summary>The rows, each with one cell for each column.</summary>
    public ValueList<ValueList<ReportCell>> Rows { get; }

    /// <summary>The range that the whiskers of a column cover: what the column says, else all its bounds.</summary>
    internal (double Minimum, double Maximum) ScaleOf(int column)
    {
        double[] shown =
        [
            .. Rows.Select(row => row[column]).OfType<IntervalCell>()
                .SelectMany(cell => new[] { cell.Lower, cell.Value, cell.Upper }).Where(double.IsFinite),
        ];
        var (minimum, maximum) = shown is [] ? (0, 1) : (shown.Min(), shown.Max());
        return (Columns[column].Minimum ?? minimum, Columns[column].Maximum ?? maximum);
    }

    internal bool IsNumeric(int column) => Rows.Count > 0
        && Rows.All(row => row[column] is NumberCell or IntervalCell or TextCell { Text: "" });
}

/// <summary>A column of a <see cref="TableBlock"/>.</summary>
/// <param name="Title">What stands above the column.</param>
public sealed record TableColumn(string Title)
{
    /// <summary>What the numbers mean, shown on request; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Where the scale of intervals starts; null for the lowest bound of the column.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where the scale of intervals ends; null for the highest bound of the column.</summary>
    public double? Maximum { get; init; }

    /// <summary>A column with only a title.</summary>
    public static implicit operator TableColumn(string title) => new(title);
}
