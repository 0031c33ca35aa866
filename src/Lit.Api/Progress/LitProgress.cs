namespace Lit.Api;

/// <summary>How far a long run is.</summary>
/// <param name="Done">How many items are done.</param>
/// <param name="Total">How many there are; null while nobody knows.</param>
public readonly record struct LitProgress(int Done, int? Total);
