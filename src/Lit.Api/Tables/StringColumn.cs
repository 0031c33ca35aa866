namespace Lit.Api;

/// <summary>Texts; null where a row has none.</summary>
public sealed class StringColumn : Column<string?>
{
    /// <summary>A column whose rows have a value where it is not null.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public StringColumn(ReadOnlyMemory<string?> values)
        : base(values, NullStates.Of(values.Span))
    {
    }

    internal StringColumn(ReadOnlyMemory<string?> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new StringColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<string?> values, ReadOnlyMemory<CellState> states)
        => new StringColumn(values, states);
}
