namespace Lit.Api;

/// <summary>Fills a column of one array.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class ColumnBuilder<T> : ColumnBuilder
{
    private T[] _values;

    private protected ColumnBuilder(int capacity) => _values = capacity == 0 ? [] : new T[capacity];

    /// <summary>Appends a value.</summary>
    /// <param name="value">The value.</param>
    public void Append(T value)
    {
        CheckOpen();
        if (value is null)
        {
            AppendNull();
        }
        else
        {
            AppendRaw(value);
        }
    }

    internal override bool TryAppendAll(Column source)
    {
        CheckOpen();
        if (source.HasNulls || source is not Column<T> typed)
        {
            return false;
        }

        if (_values.Length < Count + source.Count)
        {
            Array.Resize(ref _values, Math.Max(Count + source.Count, Count * 2));
        }

        typed.Values.CopyTo(_values.AsSpan(Count));
        RowsAppended(source.Count);
        return true;
    }

    private protected void AppendRaw(T value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(4, Count * 2));
        }

        _values[Count] = value;
        RowAppended();
    }

    private protected override bool TryAppendFromCore(Column source, int row)
    {
        if (source is Column<T> typed)
        {
            AppendRaw(typed.Values[row]);
            return true;
        }

        return TryAppendCore(source[row]!);
    }

    private protected override Column BuildCore(ReadOnlyMemory<CellState> states)
    {
        // Rows that were not foreseen leave spare room; a quarter of it is worth a copy.
        if (_values.Length - Count > Count / 4)
        {
            Array.Resize(ref _values, Count);
        }

        return Create(_values.AsMemory(0, Count), states);
    }

    private protected abstract Column Create(ReadOnlyMemory<T> values, ReadOnlyMemory<CellState> states);
}
