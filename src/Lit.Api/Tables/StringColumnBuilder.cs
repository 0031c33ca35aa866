namespace Lit.Api;

/// <summary>Fills a <see cref="StringColumn"/>.</summary>
public sealed class StringColumnBuilder : ColumnBuilder<string?>
{
    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public StringColumnBuilder(int capacity)
        : base(capacity)
    {
    }

    private protected override bool TryAppendCore(object value)
    {
        if (value is not string text)
        {
            return false;
        }

        AppendRaw(text);
        return true;
    }

    private protected override void AppendFiller() => AppendRaw(null);

    private protected override Column Create(ReadOnlyMemory<string?> values, ReadOnlyMemory<CellState> states)
        => new StringColumn(values, states);
}
