namespace Lit.Api;

/// <summary>Numbers; NaN where a row has none.</summary>
public sealed class DoubleColumn : Column<double>
{
    /// <summary>A column whose rows all have a value.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public DoubleColumn(ReadOnlyMemory<double> values)
        : base(values, default)
    {
    }

    internal DoubleColumn(ReadOnlyMemory<double> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new DoubleColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<double> values, ReadOnlyMemory<CellState> states)
        => new DoubleColumn(values, states);
}
