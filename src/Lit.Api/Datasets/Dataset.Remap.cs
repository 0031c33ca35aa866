using Lit.Types;

namespace Lit.Api;

/// <content>New names for fields.</content>
public sealed partial class Dataset
{
    /// <summary>The same examples with some fields under other names.</summary>
    /// <param name="names">New names by old ones; a name that is no field does nothing.</param>
    /// <returns>
    /// A view. What refers to a field follows it: <c>Parent</c>, <c>Align</c> and the like of the spec. Ids that were
    /// given stay; others follow from the content, and so from the new names.
    /// </returns>
    /// <exception cref="LitException">Two fields would have one name.</exception>
    public Dataset Remap(IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in _store.Tables)
        {
            seen.Clear();
            foreach (string name in table.Names.AsSpan())
            {
                string renamed = names.GetValueOrDefault(name, name);
                if (!seen.Add(renamed))
                {
                    throw Wrong(renamed, "one field of the name after renaming", "two");
                }
            }
        }

        var spec = Spec.Rename(names);
        return new Dataset(spec, _store.Rename(spec, names), _rows, Name, Description);
    }
}
