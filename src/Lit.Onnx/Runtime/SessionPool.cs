using System.Collections.Concurrent;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>The sessions of one or more models: one for each program and options, made when first asked for.</summary>
/// <param name="limit">Decides how many of them are loaded at a time; null for all.</param>
internal sealed class SessionPool(SessionLimit? limit = null) : IDisposable
{
    private readonly ConcurrentDictionary<SessionKey, Lazy<OnnxSession>> _sessions = new();
    private volatile bool _disposed;

    /// <summary>How many sessions there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>The session of a program; callers that ask for the same at the same time wait for one.</summary>
    /// <param name="key">Which program of which model, and how it is run.</param>
    /// <param name="program">Gives the program's bytes when there is no session yet.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="folder">Where weights outside the file lie; null if there are none.</param>
    /// <exception cref="LitException">The session cannot be created; the next caller tries again.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public OnnxSession Get(SessionKey key, Func<byte[]> program, string name, string? folder = null) =>
        Get(key, () => SessionFactory.Create(program(), key.Options, name, folder), name, freed: null);

    /// <summary>The session of a program; callers that ask for the same at the same time wait for one.</summary>
    /// <param name="key">Which program of which model, and how it is run.</param>
    /// <param name="load">Creates the native session, now and whenever it is needed again after it was unloaded.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="freed">Called whenever the native session was freed.</param>
    /// <exception cref="LitException">The session cannot be created; the next caller tries again.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public OnnxSession Get(SessionKey key, Func<InferenceSession> load, string name, Action? freed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Lazy<OnnxSession> session = _sessions.GetOrAdd(
            key, _ => new(() => new OnnxSession(load, name, key.Options, freed, limit)));
        try
        {
            OnnxSession ready = session.Value;
            if (_disposed)
            {
                ready.Dispose();
                throw new ObjectDisposedException(nameof(SessionPool));
            }

            return ready;
        }
        catch
        {
            _sessions.TryRemove(new(key, session));
            throw;
        }
    }

    /// <summary>Disposes every session; runs under way end first.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (Lazy<OnnxSession> session in _sessions.Values)
        {
            if (session.IsValueCreated)
            {
                session.Value.Dispose();
            }
        }

        _sessions.Clear();
    }
}
