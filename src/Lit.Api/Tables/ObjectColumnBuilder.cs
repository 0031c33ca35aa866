namespace Lit.Api;

/// <summary>Fills a <see cref="ObjectColumn"/>.</summary>
public sealed class ObjectColumnBuilder : ColumnBuilder<object?>
{
    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public ObjectColumnBuilder(int capacity)
        : base(capacity)
    {
    }

    private protected override bool TryAppendCore(object value)
    {
        AppendRaw(value);
        return true;
    }

    private protected override void AppendFiller() => AppendRaw(null);

    private protected override Column Create(ReadOnlyMemory<object?> values, ReadOnlyMemory<CellState> states)
        => new ObjectColumn(values, states);
}
