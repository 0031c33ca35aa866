namespace Lit.Api;

/// <summary>
/// Predictions by key, the least recently used dropped first, and the computations that are under way.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class PredictionCache(CachingOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _used = [];
    private readonly Dictionary<CacheKey, Flight> _flights = [];
    private long _bytes;
    private long _hits;
    private long _misses;
    private long _evictions;

    public CacheStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new CacheStatistics(_entries.Count, _bytes, _hits, _misses, _evictions);
            }
        }
    }

    /// <summary>A prediction, a computation of another caller to wait for, or a new one that the caller owes.</summary>
    public Claim Get(CacheKey key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _used.Remove(node);
                _used.AddFirst(node);
                _hits++;
                return new Claim(node.Value.Prediction, null, false);
            }

            if (_flights.TryGetValue(key, out var flight))
            {
                _hits++;
                return new Claim(null, flight, false);
            }

            _misses++;
            flight = new Flight();
            _flights.Add(key, flight);
            return new Claim(null, flight, true);
        }
    }

    /// <summary>Ends an owned computation with its prediction.</summary>
    public void Complete(CacheKey key, Flight flight, Example prediction)
    {
        var entry = new Entry(key, prediction, ValueSize.Of(prediction));
        lock (_lock)
        {
            _flights.Remove(key);
            if (entry.Bytes <= options.MaxBytes && options.MaxEntries > 0 && !_entries.ContainsKey(key))
            {
                _entries.Add(key, _used.AddFirst(entry));
                _bytes += entry.Bytes;
                while ((_bytes > options.MaxBytes || _entries.Count > options.MaxEntries) && _used.Last is { } oldest)
                {
                    Remove(oldest);
                    _evictions++;
                }
            }
        }

        flight.Completion.SetResult(prediction);
    }

    /// <summary>Ends an owned computation without a prediction; whoever waits for it tries for himself.</summary>
    public void Abandon(CacheKey key, Flight flight)
    {
        lock (_lock)
        {
            _flights.Remove(key);
        }

        flight.Completion.SetResult(null);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _used.Clear();
            _bytes = 0;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _used.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    /// <summary>A computation that callers may wait for.</summary>
    public sealed class Flight
    {
        public TaskCompletionSource<Example?> Completion { get; }
            = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What a look-up gave.</summary>
    public readonly record struct Claim(Example? Prediction, Flight? Flight, bool IsOwner);

    private sealed record Entry(CacheKey Key, Example Prediction, long Bytes);
}
