using System.Runtime.CompilerServices;
using Lit.Types;

namespace Lit.Api;

/// <summary>Keeps predictions, so that equal examples are predicted once.</summary>
/// <remarks>
/// <para>
/// Safe for concurrent use: callers that ask for the same prediction at the same time share one computation; a caller
/// that cancels or fails does not take the others with it; a model that does not support concurrent predictions is
/// entered by one caller at a time.
/// </para>
/// <para>The key is the content of the example and the <see cref="Model.Identity"/> of the model.</para>
/// </remarks>
public sealed class CachingModel : ModelWrapper
{
    private readonly CachingOptions _options;
    private readonly PredictionCache _cache;
    private readonly SemaphoreSlim? _gate;

    /// <summary>A cache around a model.</summary>
    /// <param name="inner">The model; disposed with the cache.</param>
    public CachingModel(Model inner)
        : this(inner, new CachingOptions())
    {
    }

    /// <summary>A cache around a model.</summary>
    /// <param name="inner">The model; disposed with the cache.</param>
    /// <param name="options">Bounds and keys.</param>
    public CachingModel(Model inner, CachingOptions options)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _cache = new PredictionCache(options);
        _gate = inner.SupportsConcurrentPredictions ? null : new SemaphoreSlim(1, 1);
    }

    /// <summary>What the cache holds and has done.</summary>
    public CacheStatistics Statistics => _cache.Statistics;

    /// <inheritdoc />
    public override bool SupportsConcurrentPredictions => true;

    /// <summary>Forgets all predictions.</summary>
    public void Clear() => _cache.Clear();

    /// <inheritdoc />
    /// <exception cref="LitException">
    /// An id is not that of its example's content, and the options are strict.
    /// </exception>
    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Stream(inputs, cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="LitException">
    /// An id is not that of its example's content, and the options are strict.
    /// </exception>
    public override async ValueTask<ExampleTable> PredictTableAsync(
        Dataset inputs,
        IProgress<LitProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var outputs = await ResolveAsync(
            inputs,
            async missing => await Inner.PredictTableAsync(inputs.Pick(missing), null, cancellationToken)
                .ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        var table = new ExampleTableBuilder(OutputSpec, outputs.Length);
        foreach (var output in outputs)
        {
            table.Add(output);
        }

        progress?.Report(new LitProgress(outputs.Length, outputs.Length));
        return table.Build();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gate?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async IAsyncEnumerable<Example> Stream(
        IEnumerable<Example> inputs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var window in inputs.Chunk(_options.Window))
        {
            // A window is complete before any of it is handed out: nobody waits for a slow reader of this stream.
            var outputs = await ResolveAsync(
                window,
                async missing => await CollectAsync(Array.ConvertAll(missing, i => window[i]), cancellationToken)
                    .ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            foreach (var output in outputs)
            {
                yield return output;
            }
        }
    }

    private async ValueTask<IReadOnlyList<Example>> CollectAsync(
        Example[] examples,
        CancellationToken cancellationToken)
    {
        List<Example> outputs = new(examples.Length);
        await foreach (var output in Inner.PredictAsync(examples, cancellationToken).ConfigureAwait(false))
        {
            outputs.Add(output);
        }

        return outputs;
    }

    private async ValueTask<Example[]> ResolveAsync(
        IReadOnlyList<Example> inputs,
        Func<int[], Task<IReadOnlyList<Example>>> predict,
        CancellationToken cancellationToken)
    {
        var keys = new CacheKey?[inputs.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            var input = inputs[i];
            CheckId(input);
            keys[i] = CacheKey.Of(input, Inner, _options.KeyFields);
        }

        var outputs = new Example?[keys.Length];
        int[] open = [.. Enumerable.Range(0, keys.Length)];
        while (open.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var round = new Round(this, keys, outputs);
            open = await round.RunAsync(open, predict, cancellationToken).ConfigureAwait(false);
        }

        return outputs!;
    }

    private void CheckId(Example input)
    {
        if (_options.StrictIds && input.HasGivenId && ExampleId.Of(input) is var expected && expected != input.Id)
        {
            throw new LitException(
                $"Model '{Name}': expected the id '{expected}', which is that of the content, found '{input.Id}'. "
                + "Leave the id out, or turn StrictIds off.");
        }
    }

    /// <summary>
    /// One pass over examples without a prediction: claims, computes what it claimed, waits for the rest.
    /// </summary>
    private sealed class Round(CachingModel owner, CacheKey?[] keys, Example?[] outputs)
    {
        private readonly Dictionary<CacheKey, PredictionCache.Flight> _owned = [];
        private readonly List<(int Position, PredictionCache.Flight Flight)> _awaited = [];

        /// <returns>The positions whose computation another caller abandoned.</returns>
        public async ValueTask<int[]> RunAsync(
            int[] open,
            Func<int[], Task<IReadOnlyList<Example>>> predict,
            CancellationToken cancellationToken)
        {
            int[] missing = Claim(open);
            try
            {
                if (missing.Length > 0)
                {
                    await ComputeAsync(missing, predict, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                foreach (var (key, flight) in _owned)
                {
                    owner._cache.Abandon(key, flight);
                }
            }

            List<int> again = [];
            foreach (var (position, flight) in _awaited)
            {
                outputs[position] = await flight.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (outputs[position] is null)
                {
                    again.Add(position);
                }
            }

            return [.. again];
        }

        private int[] Claim(int[] open)
        {
            List<int> missing = [];
            foreach (int position in open)
            {
                if (keys[position] is not { } key)
                {
                    missing.Add(position);
                    continue;
                }

                var claim = owner._cache.Get(key);
                outputs[position] = claim.Prediction;
                if (claim.IsOwner)
                {
                    _owned.Add(key, claim.Flight!);
                    missing.Add(position);
                }
                else if (claim.Flight is { } flight)
                {
                    _awaited.Add((position, flight));
                }
            }

            return [.. missing];
        }

        private async ValueTask ComputeAsync(
            int[] missing,
            Func<int[], Task<IReadOnlyList<Example>>> predict,
            CancellationToken cancellationToken)
        {
            if (owner._gate is { } gate)
            {
                await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            IReadOnlyList<Example> predictions;
            try
            {
                predictions = await predict(missing).ConfigureAwait(false);
            }
            finally
            {
                owner._gate?.Release();
            }

            PredictionCheck.Count(owner.Inner, missing.Length, predictions.Count);
            for (int i = 0; i < missing.Length; i++)
            {
                int position = missing[i];
                outputs[position] = predictions[i];
                if (keys[position] is { } key && _owned.Remove(key, out var flight))
                {
                    owner._cache.Complete(key, flight, ValueSize.Detach(predictions[i]));
                }
            }
        }
    }
}
