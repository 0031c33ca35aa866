namespace Lit.Metrics.Thresholds;

/// <summary>Options of <see cref="Thresholder"/>.</summary>
public sealed record ThresholderConfig
{
    /// <summary>What a false positive costs when a false negative costs 1.</summary>
    /// <value>1 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double CostRatio
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a cost of at least 0.");
    } = 1;

    /// <summary>Groups of examples by name, in order, each with its positions in the dataset; null for no thresholds at all.</summary>
    /// <value>By default one group, named by the empty text, of all examples.</value>
    public IReadOnlyList<ThresholdGroup>? Groups { get; init; } = [new("", null)];

    /// <summary>
    /// Whether a group without positives takes part in equal opportunity with a threshold of 0, and a negative number in
    /// place of a probability is predicted at every threshold, as in LIT.
    /// </summary>
    /// <value>False by default: such a group keeps the single threshold, and costs what it costs there.</value>
    public bool LitCompatible { get; init; }
}

/// <summary>Examples that get a threshold of their own.</summary>
/// <param name="Name">The name of the group, such as <c>source:web</c>.</param>
/// <param name="Rows">Their positions in the dataset; null for all.</param>
public sealed record ThresholdGroup(string Name, IReadOnlyList<int>? Rows);
