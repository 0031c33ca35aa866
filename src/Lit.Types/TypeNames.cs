using System.Collections;
using System.Runtime.CompilerServices;

namespace Lit.Types;

/// <summary>Wire names of types, each of which stands for itself and for what derives from it.</summary>
/// <remarks>
/// LIT's wire form writes one name as text or as a list of one; <see cref="IsSingle"/> keeps which it was.
/// </remarks>
[CollectionBuilder(typeof(TypeNames), nameof(Create))]
public sealed class TypeNames : IReadOnlyList<string>, IEquatable<TypeNames>
{
    private readonly ValueList<string> _names;

    private TypeNames(ValueList<string> names, bool isSingle) => (_names, IsSingle) = (names, isSingle);

    /// <summary>Whether the names are one name that stands as text on the wire, not in a list.</summary>
    public bool IsSingle { get; }

    /// <inheritdoc />
    public int Count => _names.Count;

    /// <inheritdoc />
    public string this[int index] => _names[index];

    /// <summary>One name, written as text.</summary>
    public static implicit operator TypeNames(string name) => FromString(name);

    /// <summary>One name, written as text.</summary>
    public static TypeNames FromString(string name) => new([name], isSingle: true);

    /// <summary>A list of names; collection expressions call it.</summary>
    public static TypeNames Create(ReadOnlySpan<string> names) => new(ValueList.Create(names), isSingle: false);

    /// <inheritdoc />
    public bool Equals(TypeNames? other) => other is not null && _names.Equals(other._names);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TypeNames);

    /// <inheritdoc />
    public override int GetHashCode() => _names.GetHashCode();

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => IsSingle ? _names[0] : _names.ToString();
}
