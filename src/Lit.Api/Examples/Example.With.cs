using Lit.Types;

namespace Lit.Api;

/// <content>Changed copies.</content>
public sealed partial class Example
{
    /// <summary>A copy with some values replaced or added, which knows this example as its parent.</summary>
    /// <param name="overrides">The new values by field; an id or a provenance among them is not taken over.</param>
    /// <param name="source">Who makes the change, for <see cref="Provenance.Source"/>.</param>
    /// <returns>
    /// This very example if nothing changes: the field is there and holds an equal value of the same kind (1, 1.0 and
    /// true are of different kinds; NaN differs from itself). Else a copy without a given id, so that its id follows
    /// from its content, with <see cref="Meta"/> naming this example's id as the parent.
    /// </returns>
    public Example With(IEnumerable<KeyValuePair<string, object?>> overrides, string? source)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        KeyValuePair<string, object?>[] changes = [.. overrides];
        if (changes.All(IsAsItIs))
        {
            return this;
        }

        var fields = new OrderedDictionary<string, object?>(this, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (name is not (ExampleId.IdField or ExampleId.MetaField))
            {
                fields[name] = value;
            }
        }

        return new Example(fields, null, new Provenance(Added: true, ParentId: Id, Source: source));
    }

    /// <summary>A copy with one value replaced or added, as by the other overload.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="source">Who makes the change, for <see cref="Provenance.Source"/>.</param>
    public Example With(string field, object? value, string? source) => With([new(field, value)], source);

    private bool IsAsItIs(KeyValuePair<string, object?> change) => change.Key switch
    {
        ExampleId.IdField => Equals(change.Value, Id),
        ExampleId.MetaField => Equals(change.Value, Meta),
        _ => TryGetValue(change.Key, out var old) && ValueEquality.SameKind(old, change.Value),
    };
}
