using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <summary>One immutable row: the values of its fields by name, with an id and where it came from.</summary>
/// <remarks>
/// <para>
/// The values are what <see cref="LitType.ValueType"/> of their field says. A list that is a value must not be changed
/// by whoever made it: rows share it.
/// </para>
/// <para>A row of an <see cref="ExampleTable"/> is an example too: it holds the table and its position, and no
/// values.</para>
/// </remarks>
public sealed partial class Example : IReadOnlyDictionary<string, object?>
{
    private readonly FieldNames _names;
    private readonly object?[]? _values;
    private readonly ExampleTable? _table;
    private readonly int _row;
    private string? _id;

    /// <summary>Copies the fields of a record.</summary>
    /// <param name="fields">
    /// Names and values in order. LIT's reserved names <c>_id</c> and <c>_meta</c> give <see cref="Id"/> and
    /// <see cref="Meta"/> and are no fields.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A name occurs twice, or <c>_id</c> or <c>_meta</c> is of another kind.
    /// </exception>
    public Example(IEnumerable<KeyValuePair<string, object?>> fields)
        : this(fields, null, null)
    {
    }

    /// <summary>Copies the fields of a record that has an id or a known origin.</summary>
    /// <param name="fields">Names and values in order.</param>
    /// <param name="id">The id; null or empty for one that follows from the content.</param>
    /// <param name="meta">Where the example came from; null if unknown.</param>
    /// <exception cref="ArgumentException">
    /// A name occurs twice, or <c>_id</c> or <c>_meta</c> is of another kind.
    /// </exception>
    public Example(IEnumerable<KeyValuePair<string, object?>> fields, string? id, Provenance? meta)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var given = ReservedFields.Split(fields, id, meta);
        _names = new FieldNames(given.Names);
        _values = given.Values;
        _id = string.IsNullOrEmpty(given.Id) ? null : given.Id;
        HasGivenId = _id is not null;
        Meta = given.Meta ?? Provenance.None;
    }

    internal Example(FieldNames names, object?[] values, string? id, Provenance? meta)
    {
        _names = names;
        _values = values;
        _id = string.IsNullOrEmpty(id) ? null : id;
        HasGivenId = _id is not null;
        Meta = meta ?? Provenance.None;
    }

    internal Example(ExampleTable table, int row)
    {
        _names = table.Names;
        _table = table;
        _row = row;
        _id = table.IdAt(row);
        HasGivenId = _id is not null;
        Meta = table.MetaAt(row);
    }

    /// <summary>The id: the one given or, where there is none, <see cref="ExampleId.Of"/> the fields.</summary>
    /// <exception cref="LitException">There is none and a value has no JSON form to make it from.</exception>
    public string Id => _id ??= _table?.ContentIdOf(this) ?? ExampleId.Of(this);

    /// <summary>Whether the id was given, and so does not change when the content does.</summary>
    public bool HasGivenId { get; }

    /// <summary>Where the example came from.</summary>
    public Provenance Meta { get; }

    /// <inheritdoc />
    public int Count => _table is { HasMissing: true } ? CountPresent() : _names.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    /// <inheritdoc />
    public IEnumerable<object?> Values => this.Select(pair => pair.Value);

    internal ExampleTable? Table => _table;

    internal int Row => _row;

    /// <summary>The value of a field.</summary>
    /// <param name="key">The name of the field.</param>
    /// <exception cref="LitException">There is no such field.</exception>
    public object? this[string key] => TryGetValue(key, out var value)
        ? value
        : throw Missing(key);

    /// <inheritdoc />
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        int index = _names.IndexOf(key);
        if (index < 0 || IsMissing(index))
        {
            value = null;
            return false;
        }

        value = ValueAt(index);
        return true;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (!IsMissing(i))
            {
                yield return new(_names[i], ValueAt(i));
            }
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names of the fields; no values, which may be private.</summary>
    public override string ToString() => $"{(HasGivenId ? $"example '{_id}'" : "example")} with {_names}";

    internal Example WithIdentity(string? id, Provenance? meta)
    {
        object?[] values = OwnValues(out var names);
        return new Example(names, values, id, meta);
    }

    private object? ValueAt(int index) => _values is null ? _table!.ColumnAt(index)[_row] : _values[index];

    private bool IsMissing(int index) => _table is { HasMissing: true } && _table.ColumnAt(index).IsMissing(_row);

    private int CountPresent()
    {
        int count = 0;
        for (int i = 0; i < _names.Count; i++)
        {
            count += IsMissing(i) ? 0 : 1;
        }

        return count;
    }

    private object?[] OwnValues(out FieldNames names)
    {
        if (_values is not null)
        {
            names = _names;
            return _values;
        }

        bool all = Count == _names.Count;
        names = all ? _names : new FieldNames([.. Keys]);
        return [.. Values];
    }
}
