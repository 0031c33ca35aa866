namespace Lit.Api;

/// <summary>Values of any kind: lists, tensors of different shapes; null where a row has none.</summary>
public sealed class ObjectColumn : Column<object?>
{
    /// <summary>A column whose rows have a value where it is not null.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public ObjectColumn(ReadOnlyMemory<object?> values)
        : base(values, NullStates.Of(values.Span))
    {
    }

    internal ObjectColumn(ReadOnlyMemory<object?> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new ObjectColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<object?> values, ReadOnlyMemory<CellState> states)
        => new ObjectColumn(values, states);
}
