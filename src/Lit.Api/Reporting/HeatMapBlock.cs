using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A grid of numbers coloured by size: a confusion matrix, correlations, attention.</summary>
public sealed record HeatMapBlock : ReportBlock
{
    /// <summary>Creates a grid.</summary>
    /// <param name="rows">The names of the rows, from top to bottom.</param>
    /// <param name="columns">The names of the columns, from left to right.</param>
    /// <param name="values">The numbers, row after row.</param>
    /// <exception cref="ArgumentException">There is not one number for each row and column.</exception>
    public HeatMapBlock(ValueList<string> rows, ValueList<string> columns, ValueList<double> values)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != rows.Count * columns.Count)
        {
            throw new ArgumentException(
                $"Expected {rows.Count} × {columns.Count} numbers, found {values.Count}.", nameof(values));
        }

        (Rows, Columns, Values) = (rows, columns, values);
    }

    /// <summary>The names of the rows, from top to bottom.</summary>
    public ValueList<string> Rows { get; }

    /// <summary>The names of the columns, from left to right.</summary>
    public ValueList<string> Columns { get; }

    /// <summary>The numbers, row after row.</summary>
    public ValueList<double> Values { get; }

    /// <summary>What the rows are, such as "true class"; null for nothing.</summary>
    public string? RowLabel { get; init; }

    /// <summary>What the columns are, such as "predicted class"; null for nothing.</summary>
    public string? ColumnLabel { get; init; }

    /// <summary>Whether numbers below zero have a colour of their own.</summary>
    /// <value>False by default.</value>
    public bool Signed { get; init; }

    /// <summary>
    /// A numeric format string of .NET, culture-invariant; null for one that suits the size of the numbers.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>
    /// How strong a number is, in [-1, 1], against the greatest of the grid; 0 for what is not finite.
    /// </summary>
    internal double Strength(double value)
    {
        double maximum = Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return maximum > 0 && double.IsFinite(value) ? value / maximum : 0;
    }
}
