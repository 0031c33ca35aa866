using Lit.Types;

namespace Lit.Api;

/// <content>More and fewer fields.</content>
public sealed partial class Dataset
{
    /// <summary>The same examples with more fields.</summary>
    /// <param name="fields">Names, types and columns; a row for each example.</param>
    /// <returns>
    /// A dataset that shares the columns there are. Examples keep the ids that they have now, whether given or from the
    /// content: what is said about an example does not make it another one.
    /// </returns>
    /// <exception cref="LitException">
    /// A field is there already, or a column has not one row for each example.
    /// </exception>
    public Dataset WithFields(IEnumerable<(string Name, LitType Type, Column Column)> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string?[] ids = new string?[Count];
        var meta = new Provenance?[Count];
        for (int i = 0; i < ids.Length; i++)
        {
            var example = this[i];
            ids[i] = example.Id;
            meta[i] = example.Meta;
        }

        var types = new OrderedDictionary<string, LitType>(Spec, StringComparer.Ordinal);
        var columns = new OrderedDictionary<string, Column>(StringComparer.Ordinal);
        foreach (string field in Spec.Keys)
        {
            columns.Add(field, Column(field));
        }

        foreach (var (name, type, column) in fields)
        {
            if (column.Count != Count)
            {
                throw Wrong(name, $"{Count} values, one for each example", $"{column.Count}");
            }

            if (!columns.TryAdd(name, column))
            {
                throw Wrong(name, "a name that is not taken", "a field of the dataset");
            }

            types.Add(name, type);
        }

        foreach (string name in _store.Tables.ToArray().SelectMany(table => table.Names.AsSpan().ToArray()).Distinct())
        {
            if (!columns.ContainsKey(name))
            {
                columns.Add(name, Column(name));
            }
        }

        var spec = Spec.Create([.. types]);
        var names = new FieldNames([.. columns.Keys]);
        return new Dataset(new ExampleTable(spec, names, [.. columns.Values], Count, ids, meta), Name, Description);
    }

    /// <summary>The same examples with some fields only.</summary>
    /// <param name="names">The fields, in their new order.</param>
    /// <returns>A dataset that shares the columns; ids that were given stay, others follow from what is left.</returns>
    /// <exception cref="LitException">There is no such field.</exception>
    public Dataset SelectFields(params ReadOnlySpan<string> names)
    {
        var fields = new KeyValuePair<string, LitType>[names.Length];
        var columns = new Column[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            fields[i] = new(names[i], Spec[names[i]]);
            columns[i] = Column(names[i]);
        }

        var given = this.Select(example => example.HasGivenId ? example.Id : null).ToArray();
        var table = new ExampleTable(
            Spec.Create(fields),
            new FieldNames(names.ToArray()),
            columns,
            Count,
            Array.Exists(given, id => id is not null) ? given : null,
            null);
        return new Dataset(table, Name, Description);
    }
}
