namespace Lit.Types;

/// <summary>The weight of each feature of an example.</summary>
/// <param name="Salience">Features and their weights.</param>
public sealed record FeatureSalienceMap(ValueMap<double> Salience);
