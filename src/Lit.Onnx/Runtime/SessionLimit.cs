namespace Lit.Onnx.Runtime;

/// <summary>Bounds how many sessions are loaded: the one that was used longest ago is unloaded for a new one.</summary>
/// <remarks>Sessions that run stay, so there may be more while they do. Safe for concurrent use.</remarks>
internal sealed class SessionLimit(int capacity)
{
    private readonly Lock _gate = new();
    private readonly HashSet<OnnxSession> _loaded = [];

    /// <summary>How many sessions are loaded.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _loaded.Count;
            }
        }
    }

    public void Loaded(OnnxSession session)
    {
        OnnxSession[] oldest;
        lock (_gate)
        {
            _loaded.Add(session);
            oldest = _loaded.Count <= capacity ? [] : [.. _loaded.Where(s => s != session).OrderBy(s => s.LastUse)];
        }

        foreach (var candidate in oldest)
        {
            if (Count <= capacity)
            {
                return;
            }

            candidate.Unload();
        }
    }

    public void Unloaded(OnnxSession session)
    {
        lock (_gate)
        {
            _loaded.Remove(session);
        }
    }
}
