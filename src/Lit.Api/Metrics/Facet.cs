using Lit.Types;

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

    /// <summary>The bounds of ranges of numbers, ascending: <c>[10, 20]</c> parts them into below 10, 10 to below 20, and 20 or more.</summary>
    /// <value>Empty by default: <see cref="Bins"/> ranges follow from the data, which has to be there as a whole.</value>
    /// <exception cref="ArgumentException">A bound is not finite, or not above the one before.</exception>
    public ValueList<double> Edges
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            for (int i = 0; i < value.Count; i++)
            {
                if (!double.IsFinite(value[i]) || (i > 0 && value[i] <= value[i - 1]))
                {
                    throw new ArgumentException(
                        $"Expected finite bounds, each above the one before; found {string.Join(", ", value)}.", nameof(value));
                }
            }

            field = value;
        }
    } = [];

    /// <summary>The most groups that the field may have.</summary>
    /// <value>100 by default.</value>
    public int MostGroups { get; init; } = 100;

    /// <summary>Parts the examples of a dataset by their values of the field.</summary>
    /// <param name="dataset">The examples.</param>
    /// <returns>The groups: values in their order, ranges of numbers from the lowest up.</returns>
    /// <exception cref="Lit.Types.LitException">There is no such field, or it has more than <see cref="MostGroups"/> values.</exception>
    public IReadOnlyList<FacetGroup> Split(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return [.. FacetGroups.Of(this, dataset).Select(group => new FacetGroup(group.Value, group.Rows))];
    }

    /// <summary>A facet by a field.</summary>
    public static implicit operator Facet(string field) => new(field);
}

/// <summary>The examples that share a value of a field.</summary>
/// <param name="Value">The value, or the range of numbers.</param>
/// <param name="Rows">Their positions in the dataset, ascending.</param>
public sealed record FacetGroup(string Value, IReadOnlyList<int> Rows);
