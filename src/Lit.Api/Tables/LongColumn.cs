namespace Lit.Api;

/// <summary>Whole numbers; 0 where a row has none.</summary>
public sealed class LongColumn : Column<long>
{
    /// <summary>A column whose rows all have a value.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public LongColumn(ReadOnlyMemory<long> values)
        : base(values, default)
    {
    }

    internal LongColumn(ReadOnlyMemory<long> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new LongColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<long> values, ReadOnlyMemory<CellState> states)
        => new LongColumn(values, states);
}
