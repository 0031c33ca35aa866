namespace Lit.Metrics.Significance;

/// <summary>How a permutation test goes about it.</summary>
public sealed record PermutationOptions
{
    /// <summary>Up to how many orders every one is looked at; beyond, <see cref="Resamples"/> of them are drawn.</summary>
    /// <value>10000 by default.</value>
    public int MostExact { get; init; } = 10_000;

    /// <summary>How many orders are drawn when there are too many to look at all.</summary>
    /// <value>9999 by default: the order that was found counts as one more.</value>
    public int Resamples { get; init; } = 9999;

    /// <summary>Equal seeds draw equal orders.</summary>
    /// <value>42 by default.</value>
    public int Seed { get; init; } = 42;

    /// <summary>What the test looks for.</summary>
    /// <value>Two-sided by default: twice the smaller side.</value>
    public Alternative Alternative { get; init; }
}
