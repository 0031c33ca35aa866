using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Lit.Types;

/// <summary>The fields of an example, a prediction or a configuration: names to types, in order, compared by value.</summary>
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

    /// <inheritdoc />
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out LitType value) => _fields.TryGetValue(key, out value);

    /// <inheritdoc />
    public bool Equals(Spec? other) => other is not null && _fields.SequenceEqual(other._fields);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Spec);

    /// <inheritdoc />
    public override int GetHashCode() => _fields.Aggregate(0, (hash, field) => HashCode.Combine(hash, field.Key, field.Value));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, LitType>> GetEnumerator() => _fields.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
