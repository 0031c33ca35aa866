namespace Lit.Types;

/// <summary>The output that is explained.</summary>
/// <param name="Field">The predicted field.</param>
/// <param name="Index">The class in its vocabulary; null for a field without classes.</param>
public sealed record SalienceTarget(string Field, int? Index = null);
