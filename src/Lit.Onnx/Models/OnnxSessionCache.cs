using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>Lets models of the same content share weights, sessions and gradient programs.</summary>
/// <remarks>
/// <para>
/// Models that are loaded with one cache from files of equal content hold the weights once, and one session for each
/// program and each set of <see cref="OnnxOptions"/>. What they share is freed when the last of them is disposed.
/// </para>
/// <para>Safe for concurrent use.</para>
/// </remarks>
public sealed class OnnxSessionCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedModel> _models = new(StringComparer.Ordinal);
    private readonly SessionLimit _limit;

    /// <param name="capacity">
    /// How many sessions stay loaded while none of them runs; of more, those are unloaded that were used longest ago, and
    /// are loaded again when they are needed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive.</exception>
    public OnnxSessionCache(int capacity = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        _limit = new SessionLimit(capacity);
    }

    /// <summary>The cache of models that name no other.</summary>
    public static OnnxSessionCache Shared { get; } = new();

    /// <summary>How many sessions stay loaded while none of them runs.</summary>
    public int Capacity { get; }

    /// <summary>How many sessions are loaded.</summary>
    public int SessionCount => _limit.Count;

    /// <summary>How many models of different content there are.</summary>
    public int ModelCount
    {
        get
        {
            lock (_gate)
            {
                return _models.Count;
            }
        }
    }

    /// <summary>What loads of a file share; dispose it once for each call.</summary>
    internal SharedModel Open(OnnxFile file)
    {
        string identity = string.Join('\n', [file.ContentHash, .. ModelIdentity.ExternalFiles(file)]);
        lock (_gate)
        {
            if (!_models.TryGetValue(identity, out var model))
            {
                _models[identity] = model = new SharedModel(identity, file, _limit, Close);
            }

            model.Adopt(file);
            model.Loads++;
            return model;
        }
    }

    private void Close(SharedModel model)
    {
        lock (_gate)
        {
            if (--model.Loads > 0)
            {
                return;
            }

            _models.Remove(model.Identity);
        }

        model.Free();
    }
}
