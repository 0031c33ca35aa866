using System.Collections;
using Lit.Types;

namespace Lit.Api;

/// <summary>Examples with the spec of their fields.</summary>
/// <remarks>
/// <para>Slice, sample, shuffle, filter, remap, shard and concat return views: the rows stay where they are.</para>
/// <para>Immutable; safe for concurrent use.</para>
/// </remarks>
public sealed partial class Dataset : IReadOnlyList<Example>
{
    private readonly RowStore _store;
    private readonly RowMap _rows;

    /// <summary>Copies examples into columns.</summary>
    /// <param name="spec">The fields.</param>
    /// <param name="examples">The examples, read once.</param>
    public Dataset(Spec spec, IEnumerable<Example> examples)
        : this(spec, examples, "", "")
    {
    }

    /// <summary>Copies examples into columns.</summary>
    /// <param name="spec">The fields.</param>
    /// <param name="examples">The examples, read once.</param>
    /// <param name="name">The name, for messages and results.</param>
    /// <param name="description">What the data is, for people.</param>
    public Dataset(Spec spec, IEnumerable<Example> examples, string name, string description)
        : this(ExampleTable.FromExamples(spec, examples), name, description)
    {
    }

    /// <summary>Shows a table.</summary>
    /// <param name="table">The table.</param>
    public Dataset(ExampleTable table)
        : this(table, "", "")
    {
    }

    /// <summary>Shows a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The name, for messages and results.</param>
    /// <param name="description">What the data is, for people.</param>
    public Dataset(ExampleTable table, string name, string description)
        : this(SpecOf(table), new RowStore([table]), RowMap.All(table.Count), name, description)
    {
    }

    private Dataset(Spec spec, RowStore store, RowMap rows, string name, string description)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        Spec = spec;
        Name = name;
        Description = description;
        _store = store;
        _rows = rows;
    }

    /// <summary>The name, for messages and results; empty if it has none.</summary>
    public string Name { get; }

    /// <summary>What the data is, for people; empty if nobody said.</summary>
    public string Description { get; }

    /// <summary>The fields.</summary>
    public Spec Spec { get; }

    /// <inheritdoc />
    public int Count => _rows.Count;

    /// <summary>A row, as a view.</summary>
    /// <param name="index">The row.</param>
    public Example this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _store.Row(_rows[index]);
        }
    }

    /// <summary>A dataset of a user's own records.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="records">The records, read once.</param>
    public static Dataset From<T>(IEnumerable<T> records)
        where T : ILitRecord<T>
        => From(records, "");

    /// <summary>A dataset of a user's own records.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="records">The records, read once.</param>
    /// <param name="name">The name, for messages and results.</param>
    public static Dataset From<T>(IEnumerable<T> records, string name)
        where T : ILitRecord<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        var table = new ExampleTableBuilder(T.LitSpec, records.TryGetNonEnumeratedCount(out int count) ? count : 0);
        foreach (var record in records)
        {
            T.Append(record, table);
            table.EndRow();
        }

        return new Dataset(table.Build(), name, "");
    }

    /// <summary>The same examples under another name.</summary>
    /// <param name="name">The name.</param>
    public Dataset WithName(string name) => new(Spec, _store, _rows, name, Description);

    /// <summary>The same examples with another description.</summary>
    /// <param name="description">What the data is.</param>
    public Dataset WithDescription(string description) => new(Spec, _store, _rows, Name, description);

    /// <summary>The examples as a user's own records, made one by one.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <exception cref="LitException">
    /// An example lacks a required field of the record, or has it of another type.
    /// </exception>
    public IEnumerable<T> As<T>()
        where T : ILitRecord<T>
        => this.Select(T.FromExample);

    /// <inheritdoc />
    public IEnumerator<Example> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return _store.Row(_rows[i]);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The name, the number of examples and the fields.</summary>
    public override string ToString()
        => $"{(Name.Length == 0 ? "dataset" : $"dataset '{Name}'")}, {Count} examples of {string.Join(", ", Spec.Keys)}";

    private static Spec SpecOf(ExampleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Spec;
    }
}
