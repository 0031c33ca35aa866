using Lit.Types;

namespace Lit.Api;

/// <summary>Fills the columns of a table row by row.</summary>
/// <remarks>
/// Append one value to each of <see cref="this[int]"/> and end the row, or add examples. Not safe for concurrent use.
/// </remarks>
public sealed class ExampleTableBuilder
{
    private readonly List<string> _names;
    private readonly List<ColumnBuilder> _columns;
    private readonly LitType[] _types;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly int _capacity;
    private List<string?>? _ids;
    private List<Provenance?>? _meta;

    /// <summary>An empty table.</summary>
    /// <param name="spec">The fields.</param>
    public ExampleTableBuilder(Spec spec)
        : this(spec, 0)
    {
    }

    /// <summary>An empty table with room for rows.</summary>
    /// <param name="spec">The fields.</param>
    /// <param name="capacity">How many rows to expect.</param>
    public ExampleTableBuilder(Spec spec, int capacity)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Spec = spec;
        _capacity = capacity;
        _names = [.. spec.Keys];
        _types = [.. spec.Values];
        _columns = [.. _types.Select(type => ColumnBuilder.For(type, capacity))];
        for (int i = 0; i < _names.Count; i++)
        {
            _index.Add(_names[i], i);
        }
    }

    /// <summary>The fields.</summary>
    public Spec Spec { get; }

    /// <summary>The number of rows that are complete.</summary>
    public int Count { get; private set; }

    /// <summary>The builder of a field's column, by the position of the field in the spec.</summary>
    /// <param name="index">The position.</param>
    /// <remarks>
    /// Ask for it anew in each row: a value of another kind, or a tensor of another shape, changes the builder.
    /// </remarks>
    public ColumnBuilder this[int index] => _columns[index];

    /// <summary>Appends a value of any kind to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="value">The value; one that is not of the field's type makes the column one of objects.</param>
    public void Append(int index, object? value)
    {
        if (!_columns[index].TryAppend(value))
        {
            Widen(index).TryAppend(value);
        }
    }

    /// <summary>Appends a text to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="value">The text.</param>
    public void Append(int index, string? value)
    {
        if (_columns[index] is StringColumnBuilder typed)
        {
            typed.Append(value);
        }
        else
        {
            Append(index, (object?)value);
        }
    }

    /// <summary>Appends a text to the open row, as the bytes of valid UTF-8.</summary>
    internal void AppendUtf8(int index, ReadOnlySpan<byte> utf8)
    {
        if (_columns[index] is StringColumnBuilder { Count: 0 })
        {
            _columns[index] = new Utf8ColumnBuilder();
        }

        if (_columns[index] is Utf8ColumnBuilder typed)
        {
            typed.Append(utf8);
        }
        else
        {
            Append(index, System.Text.Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Appends a number to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="value">The number.</param>
    public void Append(int index, double value)
    {
        if (_columns[index] is DoubleColumnBuilder typed)
        {
            typed.Append(value);
        }
        else
        {
            Append(index, (object)value);
        }
    }

    /// <summary>Appends a whole number to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="value">The number.</param>
    public void Append(int index, long value)
    {
        if (_columns[index] is LongColumnBuilder typed)
        {
            typed.Append(value);
        }
        else
        {
            Append(index, (object)value);
        }
    }

    /// <summary>Appends a truth value to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="value">The value.</param>
    public void Append(int index, bool value)
    {
        if (_columns[index] is BooleanColumnBuilder typed)
        {
            typed.Append(value);
        }
        else
        {
            Append(index, (object)value);
        }
    }

    /// <summary>Appends a tensor to the open row.</summary>
    /// <param name="index">The position of the field in the spec.</param>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">The shape.</param>
    public void Append(int index, ReadOnlySpan<float> values, ReadOnlySpan<nint> shape)
    {
        if (_columns[index] is not TensorColumnBuilder typed || !typed.TryAppend(values, shape))
        {
            Append(index, System.Numerics.Tensors.Tensor.Create(values.ToArray(), shape));
        }
    }

    /// <summary>Ends the open row.</summary>
    /// <exception cref="LitException">A field of the spec was given no value, or more than one.</exception>
    public void EndRow() => EndRow(null, null);

    /// <summary>Ends the open row.</summary>
    /// <param name="id">The id of the row; null for one that follows from its content.</param>
    /// <param name="meta">Where the row came from; null if unknown.</param>
    /// <exception cref="LitException">A field of the spec was given no value, or more than one.</exception>
    public void EndRow(string? id, Provenance? meta)
    {
        for (int i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Count != Count + 1)
            {
                throw new LitException(
                    $"Row {Count}, field '{_names[i]}': expected one value, found {_columns[i].Count - Count}.");
            }
        }

        SetIdentity(id, meta);
        Count++;
    }

    /// <summary>Appends an example.</summary>
    /// <param name="example">The example; its fields beyond the spec are kept behind those of the spec.</param>
    public void Add(Example example)
    {
        ArgumentNullException.ThrowIfNull(example);
        string? id = example.HasGivenId ? example.Id : null;
        if (example.Table is { HasMissing: false } table && HasSameNames(table.Names))
        {
            for (int i = 0; i < _columns.Count; i++)
            {
                var column = table.ColumnAt(i);
                id ??= ChangesId(_columns[i], column) ? example.Id : null;
                if (!_columns[i].TryAppendFrom(column, example.Row))
                {
                    Widen(i).TryAppendFrom(column, example.Row);
                }
            }
        }
        else
        {
            foreach (var (name, value) in example)
            {
                int index = IndexOrNew(name);
                object? own = Normalize(index, value);
                id ??= ChangesId(_columns[index], value, own) ? example.Id : null;
                Append(index, own);
            }

            FillMissing();
        }

        SetIdentity(id, ReferenceEquals(example.Meta, Provenance.None) ? null : example.Meta);
        Count++;
    }

    /// <summary>Appends the rows of a table, column by column where the kinds agree.</summary>
    /// <param name="table">The table; its fields beyond the spec are kept behind those of the spec.</param>
    public void Add(ExampleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.HasIdentity || table.HasMissing || !HasSameNames(table.Names))
        {
            foreach (var row in table)
            {
                Add(row);
            }

            return;
        }

        for (int i = 0; i < _columns.Count; i++)
        {
            var column = table.ColumnAt(i);
            for (int row = _columns[i].TryAppendAll(column) ? column.Count : 0; row < column.Count; row++)
            {
                if (!_columns[i].TryAppendFrom(column, row))
                {
                    Widen(i).TryAppendFrom(column, row);
                }
            }
        }

        for (int row = 0; row < table.Count; row++)
        {
            SetIdentity(null, null);
        }

        Count += table.Count;
    }

    /// <summary>Ends the table.</summary>
    /// <exception cref="LitException">A row is open.</exception>
    public ExampleTable Build()
    {
        Column[] columns = [.. _columns.Select(column => column.Build())];
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Count != Count)
            {
                throw new LitException(
                    $"Row {Count}, field '{_names[i]}': expected the end of the row, found the end of the table.");
            }
        }

        return new ExampleTable(Spec, new FieldNames([.. _names]), columns, Count, _ids?.ToArray(), _meta?.ToArray());
    }

    // The id follows from the content as it was given, so a value that becomes another one keeps it in words.
    private static bool ChangesId(ColumnBuilder builder, object? given, object? own)
        => !ReferenceEquals(given, own) || (builder is DoubleColumnBuilder && given is long or int);

    private static bool ChangesId(ColumnBuilder builder, Column column)
        => builder is DoubleColumnBuilder && column is LongColumn or ObjectColumn;

    private object? Normalize(int index, object? value)
        => value is null || index >= _types.Length || _types[index].ValueType.IsInstanceOfType(value)
            ? value
            : _types[index].Normalize(value);

    private bool HasSameNames(FieldNames names)
    {
        if (names.Count != _names.Count)
        {
            return false;
        }

        for (int i = 0; i < names.Count; i++)
        {
            if (!ReferenceEquals(names[i], _names[i]) && names[i] != _names[i])
            {
                return false;
            }
        }

        return true;
    }

    private ObjectColumnBuilder Widen(int index)
    {
        var wide = _columns[index].Widen(_capacity);
        _columns[index] = wide;
        return wide;
    }

    private int IndexOrNew(string name)
    {
        if (_index.TryGetValue(name, out int index))
        {
            return index;
        }

        var column = new ObjectColumnBuilder(_capacity);
        for (int i = 0; i < Count; i++)
        {
            column.AppendMissing();
        }

        _names.Add(name);
        _columns.Add(column);
        _index.Add(name, _columns.Count - 1);
        return _columns.Count - 1;
    }

    private void FillMissing()
    {
        foreach (var column in _columns)
        {
            if (column.Count == Count)
            {
                column.AppendMissing();
            }
        }
    }

    private void SetIdentity(string? id, Provenance? meta)
    {
        if (id is not null && _ids is null)
        {
            _ids = new List<string?>(Math.Max(_capacity, Count + 1));
            _ids.AddRange(Enumerable.Repeat<string?>(null, Count));
        }

        if (meta is not null && _meta is null)
        {
            _meta = new List<Provenance?>(Math.Max(_capacity, Count + 1));
            _meta.AddRange(Enumerable.Repeat<Provenance?>(null, Count));
        }

        _ids?.Add(id);
        _meta?.Add(meta);
    }
}
