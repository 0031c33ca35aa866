namespace Lit.Api;

/// <summary>Fills a <see cref="DoubleColumn"/>.</summary>
public sealed class DoubleColumnBuilder : ColumnBuilder<double>
{
    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public DoubleColumnBuilder(int capacity)
        : base(capacity)
    {
    }

    private protected override bool TryAppendCore(object value)
    {
        double? number = value switch
        {
            double given => given,
            float given => given,
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

    private protected override void AppendFiller() => AppendRaw(double.NaN);

    private protected override Column Create(ReadOnlyMemory<double> values, ReadOnlyMemory<CellState> states)
        => new DoubleColumn(values, states);
}
