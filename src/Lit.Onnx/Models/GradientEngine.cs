using System.Collections.Concurrent;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>The gradient programs of one model and their sessions, made when first asked for.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class GradientEngine
{
    private readonly SessionPool _sessions;
    private readonly OnnxOptions _options;
    private readonly Lazy<DifferentiableModel> _model;
    private readonly ConcurrentDictionary<string, Lazy<GradientProgram>> _programs = new(StringComparer.Ordinal);

    public GradientEngine(Graph.OnnxFile file, SessionPool sessions, OnnxOptions options)
    {
        _sessions = sessions;
        _model = new Lazy<DifferentiableModel>(() => new DifferentiableModel(file));

        // Layouts of images are for forward passes; shapes of gradient runs vary too much for a memory pattern.
        _options = options with
        {
            Optimization = options.Optimization == GraphOptimization.All ? GraphOptimization.Extended : options.Optimization,
            UseMemoryPattern = false,
        };
    }

    public DifferentiableModel Model => _model.Value;

    /// <summary>Why a gradient cannot be had; nothing if it can.</summary>
    /// <param name="cut">The name of the value to differentiate by; null for the first cut point.</param>
    /// <param name="output">The output of the model to differentiate.</param>
    public IEnumerable<SpecMismatch> Check(string? cut, string output)
    {
        IReadOnlyList<OperatorCoverage> nodes;
        string name;
        try
        {
            name = Model.FindCut(cut).Name;
            nodes = Model.Coverage(name, output);
        }
        catch (LitException error)
        {
            return [new SpecMismatch("gradient", "a graph that can be differentiated", error.Message.TrimEnd('.'))];
        }

        return nodes
            .Where(node => node.Status == CoverageStatus.Unsupported)
            .Select(node => new SpecMismatch($"gradient of '{output}' by '{name}'", "a rule for every operator between them", node.ToString()));
    }

    /// <summary>A program that computes gradients at examples.</summary>
    public (GradientProgram Program, OnnxSession Session) Gradient(CutPoint cut, ProgramTarget target)
    {
        const GradientOutputs Outputs = GradientOutputs.Gradient | GradientOutputs.Input;
        return Get($"gradient {cut.Name} {target}", () => GradientProgramBuilder.Build(Model, cut, target, Outputs));
    }

    /// <summary>A program that integrates gradients along paths.</summary>
    public (GradientProgram Program, OnnxSession Session) Path(CutPoint cut, ProgramTarget target, PathOptions options) =>
        Get($"path {cut.Name} {target} {options}", () => PathProgramBuilder.Build(Model, cut, target, options));

    private (GradientProgram Program, OnnxSession Session) Get(string key, Func<GradientProgram> build)
    {
        Lazy<GradientProgram> lazy = _programs.GetOrAdd(key, _ => new Lazy<GradientProgram>(build));
        GradientProgram program;
        try
        {
            program = lazy.Value;
        }
        catch
        {
            _programs.TryRemove(new(key, lazy));
            throw;
        }

        Graph.OnnxFile file = Model.File;
        OnnxSession session = _sessions.Get(
            new SessionKey(file.ContentHash, key, _options), () => program.Model, file.Name, program.ExternalDataFolder);
        return (program, session);
    }
}
