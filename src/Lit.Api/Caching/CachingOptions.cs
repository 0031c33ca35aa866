namespace Lit.Api;

/// <summary>What makes two examples the same to a cache.</summary>
public enum CacheKeyFields
{
    /// <summary>All fields are equal.</summary>
    All,

    /// <summary>The fields of the model's input spec are equal: right for a model that reads no other fields.</summary>
    InputSpec,

    /// <summary>
    /// The ids that were given are equal, whatever the content, as in LIT; an example without a given id is never
    /// cached.
    /// </summary>
    GivenId,
}

/// <summary>Options of a <see cref="CachingModel"/>.</summary>
public sealed record CachingOptions
{
    /// <summary>How many predictions are kept at most; beyond it the least recently used one goes.</summary>
    /// <value>A million by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxEntries
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 0.");
    } = 1_000_000;

    /// <summary>How many bytes the predictions take at most, by an estimate.</summary>
    /// <value>1 GiB by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long MaxBytes
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 0.");
    } = 1L << 30;

    /// <summary>
    /// How many examples of a stream are looked up at a time; those that are not there are predicted together.
    /// </summary>
    /// <value>256 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Window
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1.");
    } = 256;

    /// <summary>What makes two examples the same.</summary>
    /// <value>All fields by default.</value>
    public CacheKeyFields KeyFields { get; init; }

    /// <summary>Whether to refuse an example whose given id is not that of its content.</summary>
    /// <value>False by default.</value>
    public bool StrictIds { get; init; }
}
