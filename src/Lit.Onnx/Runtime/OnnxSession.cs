using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>A loaded model that any number of threads may run at a time.</summary>
/// <remarks>
/// Native code must not be freed while it runs: <see cref="Dispose"/> lets runs end, and the last of them frees it.
/// </remarks>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _native;
    private readonly ConcurrentBag<Runner> _idle = [];
    private readonly Lock _gate = new();
    private readonly int _idleLimit;
    private int _rented;
    private bool _disposed;

    public OnnxSession(InferenceSession native, string name, OnnxOptions options)
    {
        _native = native;
        Name = name;
        CopiesInputs = options.Provider is not CpuProvider;
        _idleLimit = Math.Max(2, Environment.ProcessorCount);
        Inputs = [.. native.InputNames.Select(input => TensorInfo.Of(input, native.InputMetadata[input]))];
        Outputs = [.. native.OutputNames.Select(output => TensorInfo.Of(output, native.OutputMetadata[output]))];
    }

    /// <summary>The name of the model in messages.</summary>
    public string Name { get; }

    public IReadOnlyList<TensorInfo> Inputs { get; }

    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>
    /// Whether inputs are copied to another device when they are bound, and so must be bound again for each run.
    /// </summary>
    public bool CopiesInputs { get; }

    internal InferenceSession Native => _native;

    /// <summary>The position of an input; -1 if there is none of this name.</summary>
    public int IndexOfInput(string? name) => IndexOf(Inputs, name);

    /// <summary>The position of an output; -1 if there is none of this name.</summary>
    public int IndexOfOutput(string? name) => IndexOf(Outputs, name);

    /// <summary>Borrows what one run needs; dispose it to give it back.</summary>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public Runner Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _rented++;
        }

        try
        {
            return _idle.TryTake(out Runner? runner) ? runner : new Runner(this);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Lets no new run begin; frees everything as soon as the last has ended.</summary>
    public void Dispose()
    {
        bool idle;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            idle = _rented == 0;
        }

        if (idle)
        {
            Free();
        }
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
            Free();
        }
    }

    private void Free()
    {
        while (_idle.TryTake(out Runner? runner))
        {
            runner.Free();
        }

        _native.Dispose();
    }
}
