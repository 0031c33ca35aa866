using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Lit.Types;

/// <summary>An immutable map that keeps the order of its keys and equals another of the same keys and values.</summary>
/// <remarks>The order is kept, but does not count for equality.</remarks>
/// <typeparam name="T">The kind of the values.</typeparam>
public sealed class ValueMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueMap<T>>
{
    private readonly OrderedDictionary<string, T> _entries;

    /// <summary>A map that an initializer fills.</summary>
    public ValueMap() => _entries = new(StringComparer.Ordinal);

    /// <summary>
    /// Copies entries in their order; of equal keys the last one's value stands at the place of the first.
    /// </summary>
    /// <param name="entries">Keys and values.</param>
    public ValueMap(IEnumerable<KeyValuePair<string, T>> entries)
        : this()
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var (key, value) in entries)
        {
            _entries[key] = value;
        }
    }

    internal ValueMap(OrderedDictionary<string, T> entries) => _entries = entries;

    /// <inheritdoc />
    public int Count => _entries.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc />
    public IEnumerable<T> Values => _entries.Values;

    /// <summary>The value of a key; set by an initializer only.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="LitException">There is no such key.</exception>
    public T this[string key]
    {
        get => _entries.TryGetValue(key, out var value)
            ? value
            : throw new LitException($"Expected one of the keys {string.Join(", ", Keys)}; found '{key}'.");
        init => _entries[key] = value;
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc />
    public bool Equals(ValueMap<T>? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        foreach (var (key, value) in _entries)
        {
            if (!other.TryGetValue(key, out var found) || !EqualityComparer<T>.Default.Equals(value, found))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ValueMap<T>);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        int hash = Count;
        foreach (var (key, value) in _entries)
        {
            hash ^= HashCode.Combine(key, value);
        }

        return hash;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _entries.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entries in braces.</summary>
    public override string ToString()
        => $"{{{string.Join(", ", _entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
}
