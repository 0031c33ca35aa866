namespace Lit.Api;

/// <summary>Texts; null where a row has none.</summary>
/// <remarks>
/// A column that was read from a file keeps the bytes of the file, and makes a text when a row is asked for, or all of them
/// when <see cref="Column{T}.Values"/> is.
/// </remarks>
public sealed class StringColumn : Column<string?>
{
    private readonly Utf8Texts? _texts;
    private readonly int _start;

    /// <summary>A column whose rows have a value where it is not null.</summary>
    /// <param name="values">The values; not copied, and not to be changed any more.</param>
    public StringColumn(ReadOnlyMemory<string?> values)
        : base(values, NullStates.Of(values.Span))
    {
    }

    internal StringColumn(ReadOnlyMemory<string?> values, ReadOnlyMemory<CellState> states)
        : base(values, states)
    {
    }

    internal StringColumn(Utf8Texts texts, int start, int count, ReadOnlyMemory<CellState> states)
        : base(count, states)
    {
        _texts = texts;
        _start = start;
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new StringColumnBuilder(capacity);

    private protected override Column Create(ReadOnlyMemory<string?> values, ReadOnlyMemory<CellState> states)
        => new StringColumn(values, states);

    private protected override ReadOnlyMemory<string?> Load()
        => _texts is null ? base.Load() : _texts.All().Slice(_start, Count);

    private protected override object? ValueAt(int index) => _texts is null ? base.ValueAt(index) : _texts[_start + index];

    private protected override Column SliceCore(int start, int length, ReadOnlyMemory<CellState> states)
        => _texts is null ? base.SliceCore(start, length, states) : new StringColumn(_texts, _start + start, length, states);

    private protected override Column GatherCore(ReadOnlySpan<int> rows, ReadOnlyMemory<CellState> states)
    {
        if (_texts is null)
        {
            return base.GatherCore(rows, states);
        }

        string?[] gathered = new string?[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[i], (uint)Count);
            gathered[i] = _texts[_start + rows[i]];
        }

        return new StringColumn(gathered, states);
    }
}
