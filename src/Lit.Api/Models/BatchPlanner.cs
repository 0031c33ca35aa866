namespace Lit.Api;

/// <summary>Puts examples of like length together, so that a batch is padded little and fits its memory.</summary>
/// <remarks>Immutable; safe for concurrent use if the length selector is.</remarks>
public sealed class BatchPlanner
{
    private readonly BatchOptions _options;

    /// <summary>A planner by options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">
    /// There is a token budget, but nothing that tells the length of an example.
    /// </exception>
    public BatchPlanner(BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { TokenBudget: not null, Length: null })
        {
            throw new ArgumentException(
                $"Expected a {nameof(BatchOptions.Length)} beside the {nameof(BatchOptions.TokenBudget)}, "
                + "which counts lengths; found none.",
                nameof(options));
        }

        _options = options;
    }

    /// <summary>
    /// How many examples a stream reads before its first batch: its batches are planned within so many.
    /// </summary>
    public int Window => _options.Length is null
        ? _options.MaxBatchSize
        : (int)Math.Min((long)_options.MaxBatchSize * _options.LookAheadBatches, Array.MaxLength);

    /// <summary>Plans batches for all examples of a list.</summary>
    /// <param name="examples">The examples.</param>
    /// <exception cref="Lit.Types.LitException">The length selector gives a negative length.</exception>
    public BatchPlan Plan(IReadOnlyList<Example> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int[] lengths = new int[examples.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = _options.Length?.Invoke(examples[i]) ?? 1;
            if (lengths[i] < 0)
            {
                throw new Lit.Types.LitException($"Example {i}: expected a length of at least 0, found {lengths[i]}.");
            }
        }

        return Plan(lengths);
    }

    /// <summary>Plans batches for examples of given lengths.</summary>
    /// <param name="lengths">The length of each example, at least 0.</param>
    /// <returns>
    /// Batches of at most <see cref="BatchOptions.MaxBatchSize"/>, whose size times the longest length is within the
    /// token budget if there are two or more examples in it; every example in one batch.
    /// </returns>
    public BatchPlan Plan(ReadOnlySpan<int> lengths)
    {
        int[] order = new int[lengths.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        int[] own = lengths.ToArray();
        if (_options.Length is not null)
        {
            // The longest first: what does not fit into memory shows at the start of a run.
            Array.Sort(order, (a, b) => own[a] != own[b] ? own[b].CompareTo(own[a]) : a.CompareTo(b));
        }

        List<int> starts = [];
        int start = 0;
        long longest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            long length = own[order[i]];
            if (i > start && !Fits(i - start + 1, Math.Max(longest, length)))
            {
                starts.Add(start);
                start = i;
                longest = 0;
            }

            longest = Math.Max(longest, length);
        }

        if (order.Length > 0)
        {
            starts.Add(start);
        }

        return new BatchPlan(order, own, [.. starts]);
    }

    private bool Fits(int count, long longest)
        => count <= _options.MaxBatchSize && (_options.TokenBudget is not { } budget || count * longest <= budget);
}
