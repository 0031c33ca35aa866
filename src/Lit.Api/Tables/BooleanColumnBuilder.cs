namespace Lit.Api;

/// <summary>Fills a <see cref="BooleanColumn"/>.</summary>
public sealed class BooleanColumnBuilder : ColumnBuilder<bool>
{
    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public BooleanColumnBuilder(int capacity)
        : base(capacity)
    {
    }

    private protected override bool TryAppendCore(object value)
    {
        if (value is not bool truth)
        {
            return false;
        }

        AppendRaw(truth);
        return true;
    }

    private protected override void AppendFiller() => AppendRaw(false);

    private protected override Column Create(ReadOnlyMemory<bool> values, ReadOnlyMemory<CellState> states)
        => new BooleanColumn(values, states);
}
