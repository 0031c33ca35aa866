namespace Lit.Types;

/// <summary>The weight of each feature of an example.</summary>
/// <param name="Salience">Features and their weights; the order is kept, but does not count for equality.</param>
public sealed record FeatureSalienceMap(IReadOnlyDictionary<string, double> Salience)
{
    /// <inheritdoc />
    public bool Equals(FeatureSalienceMap? other)
        => other is not null
            && Salience.Count == other.Salience.Count
            && Salience.All(pair => other.Salience.TryGetValue(pair.Key, out double weight) && weight.Equals(pair.Value));

    /// <inheritdoc />
    public override int GetHashCode() => Salience.Aggregate(0, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
