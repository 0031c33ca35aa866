namespace Lit.Api;

/// <summary>The values of one field in one array.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class Column<T> : Column
{
    private readonly ReadOnlyMemory<T> _values;

    private protected Column(ReadOnlyMemory<T> values, ReadOnlyMemory<CellState> states)
        : base(values.Length, states) => _values = values;

    /// <summary>The values; a row without one holds the filler that the kind of column names.</summary>
    public ReadOnlySpan<T> Values => _values.Span;

    /// <summary>The same values, for code that outlives a stack frame.</summary>
    public ReadOnlyMemory<T> Memory => _values;

    private protected override object? ValueAt(int index) => _values.Span[index];

    private protected override Column SliceCore(int start, int length, ReadOnlyMemory<CellState> states)
        => Create(_values.Slice(start, length), states);

    private protected override Column GatherCore(ReadOnlySpan<int> rows, ReadOnlyMemory<CellState> states)
    {
        T[] gathered = new T[rows.Length];
        var from = _values.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            gathered[i] = from[rows[i]];
        }

        return Create(gathered, states);
    }

    private protected abstract Column Create(ReadOnlyMemory<T> values, ReadOnlyMemory<CellState> states);
}
