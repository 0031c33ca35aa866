using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>Examples as columns: one typed column a field; its rows are views.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class ExampleTable : IReadOnlyList<Example>
{
    private readonly Column[] _columns;
    private readonly string?[]? _ids;
    private readonly Provenance?[]? _meta;
    private string?[]? _contentIds;

    /// <summary>A table of columns without ids of their own.</summary>
    /// <param name="spec">The fields.</param>
    /// <param name="columns">A column for each field of the spec; more fields may follow.</param>
    /// <exception cref="LitException">A field has no column, or the columns are not equally long.</exception>
    public ExampleTable(Spec spec, IEnumerable<KeyValuePair<string, Column>> columns)
        : this(spec, Order(spec, columns, out var ordered), ordered, CountOf(ordered), null, null)
    {
        for (int i = 0; i < ordered.Length; i++)
        {
            if (ordered[i].Count != Count)
            {
                throw new LitException($"{Names[i]}: expected {Count} rows, as in '{Names[0]}', found {ordered[i].Count}.");
            }
        }
    }

    internal ExampleTable(Spec spec, FieldNames names, Column[] columns, int count, string?[]? ids, Provenance?[]? meta)
    {
        Spec = spec;
        Names = names;
        Count = count;
        _columns = columns;
        _ids = ids;
        _meta = meta;
        HasMissing = columns.Any(HasMissingRows);
    }

    /// <summary>The fields.</summary>
    public Spec Spec { get; }

    /// <inheritdoc />
    public int Count { get; }

    /// <summary>The columns by name, those of the spec first.</summary>
    public IEnumerable<KeyValuePair<string, Column>> Columns
        => _columns.Select((column, i) => KeyValuePair.Create(Names[i], column));

    internal FieldNames Names { get; }

    internal bool HasMissing { get; }

    internal bool HasIdentity => _ids is not null || _meta is not null;

    /// <summary>A row, as a view.</summary>
    /// <param name="index">The row.</param>
    public Example this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Example(this, index);
        }
    }

    /// <summary>The column of a field.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field.</exception>
    public Column this[string field] => TryGetColumn(field, out var column)
        ? column
        : throw new LitException($"Expected one of the fields {Names}; found '{field}'.");

    /// <summary>Copies examples into columns.</summary>
    /// <param name="spec">The fields. A field of an example that is not among them is kept behind them.</param>
    /// <param name="examples">The examples, read once.</param>
    /// <remarks>
    /// A value that is not of its field's type is kept as it is, in an <see cref="ObjectColumn"/>; validation tells of
    /// it. Whole numbers in a field of numbers become <see cref="double"/>; the row keeps the id of what was given.
    /// </remarks>
    public static ExampleTable FromExamples(Spec spec, IEnumerable<Example> examples)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(examples);
        var builder = new ExampleTableBuilder(spec, examples.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (var example in examples)
        {
            builder.Add(example);
        }

        return builder.Build();
    }

    /// <summary>The column of a field, if there is one.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="column">The column.</param>
    public bool TryGetColumn(string field, [MaybeNullWhen(false)] out Column column)
    {
        int index = Names.IndexOf(field);
        column = index < 0 ? null : _columns[index];
        return index >= 0;
    }

    /// <summary>A new table of rows in a given order.</summary>
    /// <param name="rows">The rows; one may occur more than once.</param>
    /// <exception cref="IndexOutOfRangeException">A row does not exist.</exception>
    public ExampleTable Gather(ReadOnlySpan<int> rows)
    {
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[i].Gather(rows);
        }

        return new ExampleTable(Spec, Names, columns, rows.Length, Pick(_ids, rows), Pick(_meta, rows));
    }

    /// <inheritdoc />
    public IEnumerator<Example> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return new Example(this, i);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Column ColumnAt(int index) => _columns[index];

    internal string? IdAt(int row) => _ids?[row];

    /// <summary>The id that follows from a row's content, made once.</summary>
    internal string ContentIdOf(Example row)
    {
        string?[] ids = _contentIds ?? Interlocked.CompareExchange(ref _contentIds, new string?[Count], null) ?? _contentIds;
        return ids[row.Row] ??= ExampleId.Of(row);
    }

    internal ExampleTable WithIds(string?[] ids) => new(Spec, Names, _columns, Count, ids, _meta);

    internal Provenance MetaAt(int row) => _meta?[row] ?? Provenance.None;

    internal ExampleTable Rename(Spec spec, IReadOnlyDictionary<string, string> names)
        => new(spec, Names.Rename(names), _columns, Count, _ids, _meta);

    private static T?[]? Pick<T>(T?[]? items, ReadOnlySpan<int> rows)
    {
        if (items is null)
        {
            return null;
        }

        var picked = new T?[rows.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = items[rows[i]];
        }

        return picked;
    }

    private static int CountOf(Column[] columns) => columns.Length == 0 ? 0 : columns[0].Count;

    private static FieldNames Order(Spec spec, IEnumerable<KeyValuePair<string, Column>> columns, out Column[] ordered)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var given = new OrderedDictionary<string, Column>(columns, StringComparer.Ordinal);
        List<string> names = [];
        foreach (string field in spec.Keys)
        {
            names.Add(given.ContainsKey(field) ? field : throw new LitException($"{field}: expected a column, found none."));
        }

        names.AddRange(given.Keys.Where(name => !spec.ContainsKey(name)));
        ordered = [.. names.Select(name => given[name])];
        return new FieldNames([.. names]);
    }

    private static bool HasMissingRows(Column column)
    {
        for (int i = 0; column.HasNulls && i < column.Count; i++)
        {
            if (column.IsMissing(i))
            {
                return true;
            }
        }

        return false;
    }
}
