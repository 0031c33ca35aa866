namespace Lit.Api;

/// <summary>Truth values; false where a row has none.</summary>
public sealed class BooleanColumn : Column<bool>
{
    /// <summary>A column whose rows all have a value.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public BooleanColumn(ReadOnlyMemory<bool> values)
        : base(values, default)
    {
    }

    internal BooleanColumn(ReadOnlyMemory<bool> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new BooleanColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<bool> values, ReadOnlyMemory<CellState> states)
        => new BooleanColumn(values, states);
}
