using System.Collections;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Lit.Types;

/// <summary>The labels that a field may take, in index order; two are equal when their labels are.</summary>
[CollectionBuilder(typeof(Vocabulary), nameof(Create))]
public sealed class Vocabulary : IReadOnlyList<string>, IEquatable<Vocabulary>
{
    private readonly string[] _labels;
    private FrozenDictionary<string, int>? _index;

    /// <summary>Copies labels in their order.</summary>
    /// <param name="labels">The labels; a label that occurs twice keeps both positions.</param>
    public Vocabulary(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _labels = [.. labels];
        if (Array.IndexOf(_labels, null) is var missing and >= 0)
        {
            throw new ArgumentException($"Expected a label at position {missing}, found null.", nameof(labels));
        }
    }

    /// <inheritdoc />
    public int Count => _labels.Length;

    /// <summary>Whether a label occurs at two positions, so that a position cannot be told from its label.</summary>
    public bool HasDuplicates => Index.Count != _labels.Length;

    private FrozenDictionary<string, int> Index => _index ??= BuildIndex(_labels);

    /// <inheritdoc />
    public string this[int index] => _labels[index];

    /// <summary>A vocabulary of labels in their order; collection expressions call it.</summary>
    public static Vocabulary Create(ReadOnlySpan<string> labels) => new(labels.ToArray());

    /// <summary>The first position of a label.</summary>
    /// <returns>The position, -1 if the label is not in the vocabulary.</returns>
    public int IndexOf(string label) => Index.TryGetValue(label, out int index) ? index : -1;

    /// <summary>Whether the label is in the vocabulary.</summary>
    public bool Contains(string label) => Index.ContainsKey(label);

    /// <summary>The labels as a span, in index order.</summary>
    public ReadOnlySpan<string> AsSpan() => _labels;

    /// <inheritdoc />
    public bool Equals(Vocabulary? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Vocabulary);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (string label in _labels)
        {
            hash.Add(label);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_labels).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The labels in brackets, the first twenty of them.</summary>
    public override string ToString()
        => $"[{string.Join(", ", _labels.Take(20))}{(_labels.Length > 20 ? $", … {_labels.Length} in all" : "")}]";

    private static FrozenDictionary<string, int> BuildIndex(string[] labels)
    {
        var index = new Dictionary<string, int>(labels.Length, StringComparer.Ordinal);
        for (int i = 0; i < labels.Length; i++)
        {
            index.TryAdd(labels[i], i);
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
