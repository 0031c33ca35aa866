namespace Lit.Api;

/// <summary>The values of one field in one array.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class Column<T> : Column
{
    private readonly ReadOnlyMemory<T> _values;

    private protected Column(ReadOnlyMemory<T> values, ReadOnlyMemory<CellState> states)
        : base(values.Length, states) => _values = values;

    private protected Column(int count, ReadOnlyMemory<CellState> states)
        : base(count, states)
    {
    }

    /// <summary>The values; a row without one holds the filler that the kind of column names.</summary>
    public ReadOnlySpan<T> Values => Load().Span;

    /// <summary>The same values, for code that outlives a stack frame.</summary>
    public ReadOnlyMemory<T> Memory => Load();

    /// <summary>The values; a column that keeps them in another form makes them when it is first asked.</summary>
    private protected virtual ReadOnlyMemory<T> Load() => _values;

    private protected override object? ValueAt(int index) => Load().Span[index];

    private protected override Column SliceCore(int start, int length, ReadOnlyMemory<CellState> states)
        => Create(Load().Slice(start, length), states);

    private protected override Column GatherCore(ReadOnlySpan<int> rows, ReadOnlyMemory<CellState> states)
    {
        T[] gathered = new T[rows.Length];
        var from = Load().Span;
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = from[rows[i]];
        }

        return Create(gathered, states);
    }

    private protected abstract Column Create(ReadOnlyMemory<T> values, ReadOnlyMemory<CellState> states);
}
