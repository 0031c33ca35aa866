using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>A model that any number of threads may run at a time, loaded when it is needed.</summary>
/// <remarks>
/// Native code must not be freed while it runs: <see cref="Dispose"/> lets runs end, and the last of them frees it.
/// </remarks>
internal sealed class OnnxSession : IDisposable
{
    private readonly Func<InferenceSession> _load;
    private readonly Action? _freed;
    private readonly SessionLimit? _limit;
    private readonly ConcurrentBag<Runner> _idle = [];
    private readonly Lock _gate = new();
    private readonly int _idleLimit;
    private InferenceSession? _native;
    private long _lastUse;
    private int _rented;
    private bool _disposed;

    public OnnxSession(InferenceSession native, string name, OnnxOptions options)
        : this(() => native, name, options)
    {
    }

    /// <param name="load">Creates the native session; called again after it was unloaded.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="freed">Called whenever the native session was freed.</param>
    /// <param name="limit">Decides when the native session is unloaded; null for never.</param>
    public OnnxSession(
        Func<InferenceSession> load, string name, OnnxOptions options, Action? freed = null, SessionLimit? limit = null)
    {
        _load = load;
        _freed = freed;
        _limit = limit;
        Name = name;
        CopiesInputs = options.Provider is not CpuProvider;
        _idleLimit = Math.Max(2, Environment.ProcessorCount);
        _native = load();
        _lastUse = Environment.TickCount64;
        Inputs = [.. _native.InputNames.Select(input => TensorInfo.Of(input, _native.InputMetadata[input]))];
        Outputs = [.. _native.OutputNames.Select(output => TensorInfo.Of(output, _native.OutputMetadata[output]))];
        limit?.Loaded(this);
    }

    /// <summary>The name of the model in messages.</summary>
    public string Name { get; }

    public IReadOnlyList<TensorInfo> Inputs { get; }

    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>
    /// Whether inputs are copied to another device when they are bound, and so must be bound again for each run.
    /// </summary>
    public bool CopiesInputs { get; }

    /// <summary>When it was last lent, in the milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long LastUse => Interlocked.Read(ref _lastUse);

    /// <summary>Whether the native session is in memory.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_gate)
            {
                return _native is not null;
            }
        }
    }

    internal InferenceSession Native => _native ?? throw new InvalidOperationException($"Model '{Name}' is not loaded.");

    /// <summary>The position of an input; -1 if there is none of this name.</summary>
    public int IndexOfInput(string? name) => IndexOf(Inputs, name);

    /// <summary>The position of an output; -1 if there is none of this name.</summary>
    public int IndexOfOutput(string? name) => IndexOf(Outputs, name);

    /// <summary>Borrows what one run needs; dispose it to give it back.</summary>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public Runner Rent()
    {
        bool loaded = false;
        Interlocked.Exchange(ref _lastUse, Environment.TickCount64);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_native is null)
            {
                _native = _load();
                loaded = true;
            }

            _rented++;
        }

        try
        {
            if (loaded)
            {
                _limit?.Loaded(this);
            }

            return _idle.TryTake(out Runner? runner) ? runner : new Runner(this);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Frees the native session, unless a run is under way; the next run loads it again.</summary>
    public void Unload()
    {
        InferenceSession? native;
        lock (_gate)
        {
            if (_rented > 0 || _native is null)
            {
                return;
            }

            native = _native;
            _native = null;
            FreeRunners();
        }

        Free(native);
    }

    /// <summary>Lets no new run begin; frees everything as soon as the last has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Unload();
    }

    internal void Return(Runner runner)
    {
        bool keep;
        lock (_gate)
        {
            keep = !_disposed && _idle.Count < _idleLimit;
            if (keep)
            {
                _idle.Add(runner);
            }
        }

        if (!keep)
        {
            runner.Free();
        }

        Release();
    }

    private static int IndexOf(IReadOnlyList<TensorInfo> values, string? name)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void Release()
    {
        bool last;
        lock (_gate)
        {
            last = --_rented == 0 && _disposed;
        }

        if (last)
        {
            Unload();
        }
    }

    private void FreeRunners()
    {
        while (_idle.TryTake(out Runner? runner))
        {
            runner.Free();
        }
    }

    private void Free(InferenceSession native)
    {
        native.Dispose();
        _freed?.Invoke();
        _limit?.Unloaded(this);
    }
}
