namespace Lit.Types;

/// <summary>The weight of each frame of a film.</summary>
/// <param name="Salience">Frame numbers as text and what is known of each; the order does not count for equality.</param>
public sealed record FrameSalienceMap(IReadOnlyDictionary<string, FrameWeight> Salience)
{
    /// <inheritdoc />
    public bool Equals(FrameSalienceMap? other)
        => other is not null
            && Salience.Count == other.Salience.Count
            && Salience.All(pair => other.Salience.TryGetValue(pair.Key, out var frame) && frame.Equals(pair.Value));

    /// <inheritdoc />
    public override int GetHashCode() => Salience.Aggregate(0, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}

/// <summary>The weight of one frame, with its pictures.</summary>
/// <param name="Score">The weight.</param>
/// <param name="Images">Pictures of the frame as data URLs.</param>
public sealed record FrameWeight(double Score, ValueList<string> Images);
