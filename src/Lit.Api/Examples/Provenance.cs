namespace Lit.Api;

/// <summary>Where an example came from.</summary>
/// <param name="Added">Whether the example was added to the data it stands in; null when nobody said.</param>
/// <param name="ParentId">The id of the example it was made from; null if there is none.</param>
/// <param name="Source">Who made it: the name of a generator, a reader or a person; null when nobody said.</param>
public sealed record Provenance(bool? Added = null, string? ParentId = null, string? Source = null)
{
    /// <summary>Nothing is known.</summary>
    public static Provenance None { get; } = new();
}
