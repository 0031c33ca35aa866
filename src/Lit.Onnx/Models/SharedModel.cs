using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Models;

/// <summary>What all loads of one model file have in common: weights, sessions and gradient programs.</summary>
/// <remarks>Safe for concurrent use. Every load disposes it once; the last one frees it.</remarks>
internal sealed class SharedModel : IDisposable
{
    // Programs hold nodes, not weights; one that was dropped is built again.
    private const int MaxPrograms = 64;

    private readonly OnnxFile _file;
    private readonly ModelWeights _weights;
    private readonly SessionPool _sessions;
    private readonly Action<SharedModel> _unused;
    private readonly Lock _gate = new();
    private readonly List<(GradientRules Rules, Lazy<DifferentiableModel> Model)> _differentiable = [];
    private readonly Dictionary<string, (Lazy<GradientProgram> Program, long Use)> _programs = new(StringComparer.Ordinal);
    private long _uses;

    /// <param name="identity">What tells the content of the file from that of others.</param>
    /// <param name="file">The file.</param>
    /// <param name="limit">Decides how many sessions are loaded.</param>
    /// <param name="unused">Called by each <see cref="Dispose"/>; has to call <see cref="Free"/> after the last.</param>
    public SharedModel(string identity, OnnxFile file, SessionLimit limit, Action<SharedModel> unused)
    {
        Identity = identity;
        _file = file;
        _weights = new ModelWeights(file);
        _sessions = new SessionPool(limit);
        _unused = unused;
    }

    public string Identity { get; }

    /// <summary>How many loads there are; changed by the cache alone.</summary>
    public int Loads { get; set; }

    /// <summary>Lets another load of the file hold the same constants, and drop those that it read.</summary>
    public void Adopt(OnnxFile file)
    {
        var (mine, other) = (_file.Model.Graph.Initializer, file.Model.Graph.Initializer);
        if (ReferenceEquals(file, _file) || mine.Count != other.Count)
        {
            return;
        }

        for (int i = 0; i < mine.Count; i++)
        {
            if (mine[i].HasRawData && mine[i].RawData.Length == other[i].RawData.Length && mine[i].Name == other[i].Name)
            {
                other[i].RawData = mine[i].RawData;
            }
        }
    }

    /// <summary>The session of the model itself.</summary>
    public OnnxSession Forward(OnnxOptions options) => _sessions.Get(
        new SessionKey(Identity, "forward", options),
        () => Create(_file.Model, options, _file.Folder),
        _file.Name,
        _weights.Release);

    /// <summary>The session of a program.</summary>
    /// <param name="key">What is computed.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="program">Gives the program, now and whenever the session is loaded again.</param>
    public OnnxSession Session(string key, OnnxOptions options, Func<GradientProgram> program) => _sessions.Get(
        new SessionKey(Identity, key, options),
        () => Create(program().Proto, options, program().ExternalDataFolder),
        _file.Name,
        _weights.Release);

    /// <summary>The graph made ready to be differentiated by some rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="key">A text that differs for other rules.</param>
    public DifferentiableModel Differentiable(GradientRules rules, out string key)
    {
        Lazy<DifferentiableModel> model;
        lock (_gate)
        {
            int index = _differentiable.FindIndex(known => ReferenceEquals(known.Rules, rules));
            if (index < 0)
            {
                index = _differentiable.Count;
                _differentiable.Add((rules, new(() => new DifferentiableModel(_file, rules))));
            }

            key = $"rules {index}";
            model = _differentiable[index].Model;
        }

        return model.Value;
    }

    /// <summary>A program by its key; callers that ask for the same at the same time wait for one.</summary>
    public GradientProgram Program(string key, Func<GradientProgram> build)
    {
        Lazy<GradientProgram> program;
        lock (_gate)
        {
            program = _programs.TryGetValue(key, out var known) ? known.Program : new(build);
            _programs[key] = (program, ++_uses);
            if (_programs.Count > MaxPrograms)
            {
                _programs.Remove(_programs.MinBy(entry => entry.Value.Use).Key);
            }
        }

        try
        {
            return program.Value;
        }
        catch
        {
            lock (_gate)
            {
                if (_programs.TryGetValue(key, out var failed) && failed.Program == program)
                {
                    _programs.Remove(key);
                }
            }

            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _unused(this);

    /// <summary>Frees sessions and weights as soon as no run uses them.</summary>
    public void Free()
    {
        _sessions.Dispose();
        _weights.Dispose();
    }

    private InferenceSession Create(Protos.ModelProto model, OnnxOptions options, string? folder) =>
        _weights.CreateSession(model, options, folder);
}
