namespace Lit.Api;

/// <summary>Fills a <see cref="LongColumn"/>.</summary>
public sealed class LongColumnBuilder : ColumnBuilder<long>
{
    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public LongColumnBuilder(int capacity)
        : base(capacity)
    {
    }

    private protected override bool TryAppendCore(object value)
    {
        long? number = value switch
        {
            long given => given,
            int given => given,
            _ => null,
        };
        if (number is null)
        {
            return false;
        }

        AppendRaw(number.Value);
        return true;
    }

    private protected override void AppendFiller() => AppendRaw(0);

    private protected override Column Create(ReadOnlyMemory<long> values, ReadOnlyMemory<CellState> states)
        => new LongColumn(values, states);
}
