using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>The tables that a dataset shows, one behind the other.</summary>
internal sealed class RowStore
{
    private readonly ExampleTable[] _tables;
    private readonly int[] _starts;

    public RowStore(ExampleTable[] tables)
    {
        _tables = tables;
        _starts = new int[tables.Length];
        for (int i = 0; i < tables.Length; i++)
        {
            _starts[i] = Count;
            Count = checked(Count + tables[i].Count);
        }
    }

    public int Count { get; }

    public ReadOnlySpan<ExampleTable> Tables => _tables;

    public Example Row(int row)
    {
        int table = TableOf(ref row);
        return new Example(_tables[table], row);
    }

    public bool TryGetColumn(string field, RowMap rows, [MaybeNullWhen(false)] out Column column)
    {
        column = null;
        if (_tables is not [var table])
        {
            return Array.Exists(_tables, part => part.TryGetColumn(field, out _)) && TryGather(field, rows, out column);
        }

        if (!table.TryGetColumn(field, out var whole))
        {
            return false;
        }

        if (rows.IsContiguous)
        {
            column = whole.Slice(rows.Count == 0 ? 0 : rows[0], rows.Count);
            return true;
        }

        int[] buffer = ArrayPool<int>.Shared.Rent(rows.Count);
        rows.CopyTo(buffer);
        column = whole.Gather(buffer.AsSpan(0, rows.Count));
        ArrayPool<int>.Shared.Return(buffer);
        return true;
    }

    public RowStore Rename(Spec spec, IReadOnlyDictionary<string, string> names)
        => new([.. _tables.Select(table => table.Rename(spec, names))]);

    public RowStore WithIds(RowMap rows, Func<Example, string> idOf)
    {
        string?[][] ids = [.. _tables.Select(table => new string?[table.Count])];
        for (int i = 0; i < rows.Count; i++)
        {
            int row = rows[i];
            int table = TableOf(ref row);
            ids[table][row] ??= idOf(new Example(_tables[table], row));
        }

        return new RowStore([.. _tables.Select((table, i) => table.WithIds(ids[i]))]);
    }

    private bool TryGather(string field, RowMap rows, [MaybeNullWhen(false)] out Column column)
    {
        ColumnBuilder? builder = null;
        for (int i = 0; i < rows.Count; i++)
        {
            int row = rows[i];
            var table = _tables[TableOf(ref row)];
            if (!table.TryGetColumn(field, out var source))
            {
                builder ??= new ObjectColumnBuilder(rows.Count);
                builder.AppendMissing();
                continue;
            }

            builder ??= source.NewBuilder(rows.Count);
            if (!builder.TryAppendFrom(source, row))
            {
                builder = builder.Widen(rows.Count);
                builder.TryAppendFrom(source, row);
            }
        }

        column = (builder ?? new ObjectColumnBuilder(0)).Build();
        return true;
    }

    private int TableOf(ref int row)
    {
        if (_tables.Length == 1)
        {
            return 0;
        }

        int table = Array.BinarySearch(_starts, row);
        if (table < 0)
        {
            table = ~table - 1;
        }
        else
        {
            while (table + 1 < _starts.Length && _starts[table + 1] == row)
            {
                table++;
            }
        }

        row -= _starts[table];
        return table;
    }
}
