using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Lit.Types.Checks;
using Lit.Types.Json;

namespace Lit.Types;

/// <summary>
/// The fields of an example, a prediction or a configuration: names to types, in order, compared by value.
/// </summary>
[CollectionBuilder(typeof(Spec), nameof(Create))]
public sealed class Spec : IReadOnlyDictionary<string, LitType>, IEquatable<Spec>
{
    private readonly OrderedDictionary<string, LitType> _fields = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public int Count => _fields.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _fields.Keys;

    /// <inheritdoc />
    public IEnumerable<LitType> Values => _fields.Values;

    /// <summary>The type of a field; set by an initializer only.</summary>
    /// <param name="key">The name of the field.</param>
    public LitType this[string key]
    {
        get => _fields.TryGetValue(key, out var type)
            ? type
            : throw new LitException($"Expected one of the fields {string.Join(", ", Keys)}; found '{key}'.");
        init => _fields[key] = value;
    }

    /// <summary>A spec of fields in their order; collection expressions call it.</summary>
    /// <exception cref="LitException">Two fields have one name.</exception>
    public static Spec Create(ReadOnlySpan<KeyValuePair<string, LitType>> fields)
    {
        var spec = new Spec();
        foreach (var (name, type) in fields)
        {
            if (!spec._fields.TryAdd(name, type))
            {
                throw new LitException($"Expected every field once, found '{name}' twice.");
            }
        }

        return spec;
    }

    /// <summary>The fields whose type is, or derives from, <typeparamref name="T"/>, in order.</summary>
    public IEnumerable<KeyValuePair<string, T>> FieldsOf<T>()
        where T : LitType
    {
        foreach (var (name, type) in _fields)
        {
            if (type is T match)
            {
                yield return new(name, match);
            }
        }
    }

    /// <summary>The names of the fields whose type is, or derives from, one of those named, in order.</summary>
    /// <param name="wireNames">Names on the wire or LIT's aliases.</param>
    /// <exception cref="LitException">No type has one of the names.</exception>
    public IEnumerable<string> FieldsOf(IEnumerable<string> wireNames)
    {
        ArgumentNullException.ThrowIfNull(wireNames);
        string[] names = [.. wireNames];
        return _fields.Where(field => names.Any(field.Value.IsA)).Select(field => field.Key);
    }

    /// <summary>A spec with one field more, or with another type for a field that it has.</summary>
    public Spec With(string name, LitType type)
    {
        var spec = Create([.. this]);
        spec._fields[name] = type;
        return spec;
    }

    /// <summary>A spec without a field; the same spec if it has none of that name.</summary>
    public Spec Without(string name) => ContainsKey(name) ? [.. this.Where(field => field.Key != name)] : this;

    /// <summary>A spec with new names for fields, also where types refer to them.</summary>
    /// <param name="names">Old names and new ones; names of no field and no reference are passed over.</param>
    /// <exception cref="LitException">Two fields would have one name.</exception>
    public Spec Rename(IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. this.Select(field => KeyValuePair.Create(
            names.GetValueOrDefault(field.Key, field.Key),
            FieldReferences.Rename(field.Value, names)))];
    }

    /// <summary>The fields of both specs, those of this one first.</summary>
    /// <param name="other">More fields.</param>
    /// <exception cref="LitException">A field of both has different types.</exception>
    public Spec Combine(Spec other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var conflicts = other.Where(field => TryGetValue(field.Key, out var mine) && !mine.Equals(field.Value))
            .Select(field => new SpecMismatch(field.Key, this[field.Key].ToString(), field.Value.ToString()))
            .ToArray();
        return conflicts.Length == 0
            ? [.. this, .. other.Where(field => !ContainsKey(field.Key))]
            : throw new LitException($"The specs cannot be combined: {string.Join("; ", conflicts.AsEnumerable())}.");
    }

    /// <summary>Checks that every field that a type refers to exists and is of a fitting type.</summary>
    /// <returns>What does not fit; references to the input side are left out, as it is not known.</returns>
    public IEnumerable<SpecMismatch> CheckReferences() => CheckReferences(null, null);

    /// <summary>Checks that every field that a type refers to exists and is of a fitting type.</summary>
    /// <param name="dataset">The fields of the dataset; null if they are not known.</param>
    /// <param name="input">The fields that the model reads; null if they are not known.</param>
    /// <returns>What does not fit.</returns>
    public IEnumerable<SpecMismatch> CheckReferences(Spec? dataset, Spec? input)
        => this.SelectMany(field => field.Value.References
            .Select(reference => reference.Check(field.Key, this, dataset, input))
            .OfType<SpecMismatch>());

    /// <summary>Whether a reader of some fields can read data of this spec, by LIT's own rule.</summary>
    /// <param name="wanted">The fields that the reader asks for; one that is not required may be absent.</param>
    public Compatibility CheckCompatibility(Spec wanted) => CheckCompatibility(wanted, CompatibilityRule.Exact);

    /// <summary>Whether a reader of some fields can read data of this spec.</summary>
    /// <param name="wanted">The fields that the reader asks for; one that is not required may be absent.</param>
    /// <param name="rule">What must agree.</param>
    public Compatibility CheckCompatibility(Spec wanted, CompatibilityRule rule)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return new(wanted.SelectMany(field => TryGetValue(field.Key, out var found)
            ? TypeFit.Check(field.Key, found, field.Value, rule)
            : field.Value.Required ? [new(field.Key, $"a {field.Value.WireName} field", "no such field")] : []));
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out LitType value)
        => _fields.TryGetValue(key, out value);

    /// <inheritdoc />
    public bool Equals(Spec? other) => other is not null && _fields.SequenceEqual(other._fields);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Spec);

    /// <inheritdoc />
    public override int GetHashCode()
        => _fields.Aggregate(0, (hash, field) => HashCode.Combine(hash, field.Key, field.Value));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, LitType>> GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
