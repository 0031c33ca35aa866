namespace Lit.Api;

/// <summary>The values of one field, a row each.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public abstract class Column
{
    private readonly ReadOnlyMemory<CellState> _states;

    private protected Column(int count, ReadOnlyMemory<CellState> states)
    {
        Count = count;
        _states = states;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Whether any row may lack a value; false means that none does.</summary>
    public bool HasNulls => !_states.IsEmpty;

    private protected ReadOnlyMemory<CellState> States => _states;

    /// <summary>The value of a row; null if it has none.</summary>
    /// <param name="index">The row.</param>
    public object? this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return IsNull(index) ? null : ValueAt(index);
        }
    }

    /// <summary>Whether the row has no value: the field is null or not there.</summary>
    /// <param name="index">The row.</param>
    public bool IsNull(int index) => !_states.IsEmpty && _states.Span[index] != CellState.Value;

    /// <summary>Whether the row does not have the field at all, which LIT's example ids tell from a null.</summary>
    /// <param name="index">The row.</param>
    public bool IsMissing(int index) => !_states.IsEmpty && _states.Span[index] == CellState.Missing;

    /// <summary>Some rows that follow one another, without a copy.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="length">How many.</param>
    public Column Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Count - start);
        return start == 0 && length == Count
            ? this
            : SliceCore(start, length, _states.IsEmpty ? _states : _states.Slice(start, length));
    }

    /// <summary>A new column of rows in a given order.</summary>
    /// <param name="rows">The rows; one may occur more than once.</param>
    /// <exception cref="IndexOutOfRangeException">A row does not exist.</exception>
    public Column Gather(ReadOnlySpan<int> rows)
    {
        CellState[] states = [];
        if (!_states.IsEmpty)
        {
            states = new CellState[rows.Length];
            var from = _states.Span;
            for (int i = 0; i < rows.Length; i++)
            {
                states[i] = from[rows[i]];
            }
        }

        return GatherCore(rows, states);
    }

    internal abstract ColumnBuilder NewBuilder(int capacity);

    private protected abstract object? ValueAt(int index);

    private protected abstract Column SliceCore(int start, int length, ReadOnlyMemory<CellState> states);

    private protected abstract Column GatherCore(ReadOnlySpan<int> rows, ReadOnlyMemory<CellState> states);
}
