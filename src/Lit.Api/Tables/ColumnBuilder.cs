using Lit.Types;

namespace Lit.Api;

/// <summary>Fills a column row by row.</summary>
/// <remarks>Not safe for concurrent use. A builder that has built its column takes no more rows.</remarks>
public abstract class ColumnBuilder
{
    private CellState[]? _states;

    private protected ColumnBuilder()
    {
    }

    /// <summary>The number of rows so far.</summary>
    public int Count { get; private protected set; }

    private protected bool IsBuilt { get; private set; }

    /// <summary>The builder for the values of a type.</summary>
    /// <param name="type">The type of the field.</param>
    /// <param name="capacity">How many rows to expect.</param>
    public static ColumnBuilder For(LitType type, int capacity)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type switch
        {
            Integer => new LongColumnBuilder(capacity),
            Scalar => new DoubleColumnBuilder(capacity),
            BooleanLitType => new BooleanColumnBuilder(capacity),
            TensorType => new TensorColumnBuilder(capacity),
            _ when type.ValueType == typeof(string) => new StringColumnBuilder(capacity),
            _ => new ObjectColumnBuilder(capacity),
        };
    }

    /// <summary>Appends a value if a column of this kind can hold it.</summary>
    /// <param name="value">The value; null appends a null.</param>
    /// <returns>Whether it was appended.</returns>
    public bool TryAppend(object? value)
    {
        CheckOpen();
        if (value is null)
        {
            AppendNull();
            return true;
        }

        return TryAppendCore(value);
    }

    /// <summary>Appends a row whose value is null.</summary>
    public void AppendNull() => AppendWithout(CellState.Null);

    /// <summary>Appends a row that does not have the field.</summary>
    public void AppendMissing() => AppendWithout(CellState.Missing);

    /// <summary>Ends the column.</summary>
    public Column Build()
    {
        CheckOpen();
        IsBuilt = true;
        return BuildCore(_states is null ? default : _states.AsMemory(0, Count));
    }

    internal bool TryAppendFrom(Column source, int row)
    {
        if (source.IsNull(row))
        {
            AppendWithout(source.IsMissing(row) ? CellState.Missing : CellState.Null);
            return true;
        }

        CheckOpen();
        return TryAppendFromCore(source, row);
    }

    /// <summary>A builder with the same rows that takes values of any kind.</summary>
    internal ObjectColumnBuilder Widen(int capacity)
    {
        var column = Build();
        var wide = new ObjectColumnBuilder(Math.Max(capacity, column.Count));
        for (int i = 0; i < column.Count; i++)
        {
            wide.TryAppendFrom(column, i);
        }

        return wide;
    }

    /// <summary>Appends all rows at once if they are of this kind; else none.</summary>
    internal virtual bool TryAppendAll(Column source) => false;

    private protected abstract bool TryAppendCore(object value);

    private protected abstract bool TryAppendFromCore(Column source, int row);

    private protected abstract void AppendFiller();

    private protected abstract Column BuildCore(ReadOnlyMemory<CellState> states);

    private protected void CheckOpen()
    {
        if (IsBuilt)
        {
            throw new InvalidOperationException("The column is built; use a new builder for more rows.");
        }
    }

    private protected void RowAppended() => RowsAppended(1);

    private protected void RowsAppended(int count)
    {
        Count += count;
        if (_states is not null && _states.Length < Count)
        {
            Array.Resize(ref _states, Math.Max(Count, _states.Length * 2));
        }
    }

    private void AppendWithout(CellState state)
    {
        CheckOpen();
        _states ??= new CellState[Math.Max(Count + 1, 16)];
        AppendFiller();
        _states[Count - 1] = state;
    }
}
