namespace Lit.Api;

/// <summary>Which rows a view shows, in order: steps over all rows, or over a list of them.</summary>
internal readonly struct RowMap
{
    private readonly int[]? _rows;
    private readonly int _start;
    private readonly int _step;

    private RowMap(int[]? rows, int start, int step, int count)
    {
        _rows = rows;
        _start = start;
        _step = step;
        Count = count;
    }

    public int Count { get; }

    /// <summary>Whether the rows follow one another in the table.</summary>
    public bool IsContiguous => _rows is null && (_step == 1 || Count <= 1);

    public int this[int index] => _rows is null ? _start + (index * _step) : _rows[_start + (index * _step)];

    public static RowMap All(int count) => new(null, 0, 1, count);

    public RowMap Slice(int start, int step, int count) => new(_rows, _start + (start * _step), _step * step, count);

    /// <summary>Positions of this view become rows of the table; the array is taken over.</summary>
    public RowMap Pick(int[] positions)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = this[positions[i]];
        }

        return new RowMap(positions, 0, 1, positions.Length);
    }

    public void CopyTo(Span<int> rows)
    {
        for (int i = 0; i < Count; i++)
        {
            rows[i] = this[i];
        }
    }
}
