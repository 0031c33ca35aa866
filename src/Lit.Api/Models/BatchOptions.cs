namespace Lit.Api;

/// <summary>How examples are put together for a model.</summary>
public sealed record BatchOptions
{
    /// <summary>How many examples a batch has at most.</summary>
    /// <value>32 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBatchSize
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1.");
    } = 32;

    /// <summary>How many tokens a padded batch has at most: its size times its longest example.</summary>
    /// <value>Null by default: no limit. An example that alone is longer makes a batch of its own.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? TokenBudget
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1, or null for no limit.");
    }

    /// <summary>
    /// The length of an example, so that examples of like length share a batch; called once for each.
    /// </summary>
    /// <value>Null by default: examples are batched in the order in which they come.</value>
    public Func<Example, int>? Length { get; init; }

    /// <summary>How many examples a stream reads before it predicts the first, to find some of like length.</summary>
    /// <value>8 batches by default. Without <see cref="Length"/>, no more than one batch is read ahead.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int LookAheadBatches
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1.");
    } = 8;
}
