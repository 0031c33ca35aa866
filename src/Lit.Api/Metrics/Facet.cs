namespace Lit.Api.Metrics;

/// <summary>A field of the dataset whose values part the examples into groups.</summary>
/// <remarks>
/// Texts and truth values make a group for each value, lists one for each item, numbers a group for each of
/// <see cref="Bins"/> ranges that hold about as many examples. A text converts to a facet of that name.
/// </remarks>
/// <param name="Field">The name of the field.</param>
public sealed record Facet(string Field)
{
    /// <summary>How many ranges numbers are parted into; whole numbers with no more distinct values make a group for each.</summary>
    /// <value>4 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Bins
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 range.");
    } = 4;

    /// <summary>The most groups that the field may have.</summary>
    /// <value>100 by default.</value>
    public int MostGroups { get; init; } = 100;

    /// <summary>A facet by a field.</summary>
    public static implicit operator Facet(string field) => new(field);
}
