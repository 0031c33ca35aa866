using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>The gradient programs of one model and their sessions, made when first asked for.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class GradientEngine
{
    private readonly SharedModel _shared;
    private readonly OnnxOptions _options;
    private readonly Lazy<(DifferentiableModel Model, string Key)> _model;

    public GradientEngine(SharedModel shared, OnnxOptions options, GradientRules rules, MemoryBudget budget)
    {
        Budget = budget;
        _shared = shared;
        _model = new(() => (shared.Differentiable(rules, out string key), key));

        // Shapes of gradient runs vary too much for a memory pattern.
        _options = options with { UseMemoryPattern = false };
    }

    /// <summary>How much a run may take.</summary>
    public MemoryBudget Budget { get; }

    public DifferentiableModel Model => _model.Value.Model;

    /// <summary>Why a gradient cannot be had; nothing if it can.</summary>
    /// <param name="cut">The name of the value to differentiate by; null for the first cut point.</param>
    /// <param name="target">The number to differentiate.</param>
    /// <param name="request">The gradient or integral asked for.</param>
    public IReadOnlyList<SpecMismatch> Check(string? cut, ProgramTarget target, GradientRequest request)
    {
        if (request is PathRequest { Backward: not BackwardRule.Gradient })
        {
            return [new SpecMismatch("Backward", "Gradient: paths are integrals of derivatives", $"{request.Backward}")];
        }

        if (request is PathRequest { Layer: { } inner })
        {
            return [new SpecMismatch("Layer", "no layer: paths explain what moves along them", $"'{inner}'")];
        }

        try
        {
            CutPoint point = Model.FindCut(cut);
            if (request.Layer is { } layer)
            {
                _ = Points(point, Model.FindCut(layer), target, request.Backward).Program;
            }

            _ = request is not PathRequest path
                ? Gradients(point, target, request.Backward).Program
                : Paths(point, target, PathRun.OptionsOf(path, point)).Program;
            return [];
        }
        catch (UnsupportedOperatorException error) when (error.Operators.Count > 0)
        {
            return
            [
                .. error.Operators.Select(node => new SpecMismatch(
                    $"gradient of '{target.Output ?? target.Formula?.ToString()}'", "a rule for every operator on the way", node.ToString())),
            ];
        }
        catch (LitException error)
        {
            return [new SpecMismatch("gradient", "a graph that can be differentiated", error.Message.TrimEnd('.'))];
        }
    }

    /// <summary>Whether there is a value to differentiate by.</summary>
    public Compatibility CheckCut(string? cut)
    {
        try
        {
            _ = Model.FindCut(cut);
            return Compatibility.Full;
        }
        catch (LitException error)
        {
            return new([new SpecMismatch("gradient", "a value to differentiate by", error.Message.TrimEnd('.'))]);
        }
    }

    /// <summary>A program that computes gradients at examples.</summary>
    public (GradientProgram Program, OnnxSession Session) Gradient(
        CutPoint cut, ProgramTarget target, BackwardRule backward = BackwardRule.Gradient, int segments = 1) =>
        Load(Gradients(cut, target, backward, segments));

    /// <summary>The same program without a session.</summary>
    public GradientProgram GradientProgram(CutPoint cut, ProgramTarget target, BackwardRule backward, int segments) =>
        Gradients(cut, target, backward, segments).Program;

    /// <summary>A program that computes gradients at points that are fed to it.</summary>
    /// <param name="fed">What the points are numbers of.</param>
    /// <param name="layer">What is differentiated by; null for the same.</param>
    /// <param name="target">The number to differentiate.</param>
    /// <param name="backward">What goes backward.</param>
    /// <param name="segments">In how many parts the forward pass is split.</param>
    public (GradientProgram Program, OnnxSession Session) AtPoints(
        CutPoint fed, CutPoint? layer, ProgramTarget target, BackwardRule backward, int segments = 1) =>
        Load(Points(fed, layer, target, backward, segments));

    /// <summary>The same program without a session.</summary>
    public GradientProgram PointProgram(
        CutPoint fed, CutPoint? layer, ProgramTarget target, BackwardRule backward, int segments) =>
        Points(fed, layer, target, backward, segments).Program;

    /// <summary>A program that looks up token embeddings.</summary>
    public (GradientProgram Program, OnnxSession Session) Embeddings(CutPoint cut) => Load(new BuiltProgram(
        $"embeddings {cut.Name}", this, model => EmbeddingProgramBuilder.Build(model, cut)));

    /// <summary>A program that returns values inside the model.</summary>
    public (GradientProgram Program, OnnxSession Session) Capture(IReadOnlyList<string> values) => Load(new(
        $"capture {string.Join(' ', values)}", this, model => CaptureProgramBuilder.Build(model, values)));

    /// <summary>A program that integrates gradients along paths.</summary>
    public (GradientProgram Program, OnnxSession Session) Path(
        CutPoint cut, ProgramTarget target, PathOptions options) =>
        Load(Paths(cut, target, options));

    /// <summary>The same program without a session.</summary>
    public GradientProgram PathProgram(CutPoint cut, ProgramTarget target, PathOptions options) =>
        Paths(cut, target, options).Program;

    private BuiltProgram Gradients(CutPoint cut, ProgramTarget target, BackwardRule backward, int segments = 1)
    {
        const GradientOutputs Outputs = GradientOutputs.Gradient | GradientOutputs.Input;
        return new(
            $"gradient {cut.Name} {target} {backward} {segments}",
            this,
            model => GradientProgramBuilder.Build(model, cut, target, Outputs, backward: backward, segments: segments));
    }

    private BuiltProgram Points(
        CutPoint fed, CutPoint? layer, ProgramTarget target, BackwardRule backward, int segments = 1) => new(
        $"points {fed.Name} {layer?.Name} {target} {backward} {segments}",
        this,
        model => GradientProgramBuilder.Build(
            model,
            layer ?? fed,
            target,
            layer is null ? GradientOutputs.Gradient : GradientOutputs.Gradient | GradientOutputs.Input,
            fed: fed,
            backward: backward,
            segments: segments));

    private BuiltProgram Paths(CutPoint cut, ProgramTarget target, PathOptions options) => new(
        $"path {cut.Name} {target} {options}",
        this,
        model => PathProgramBuilder.Build(model, cut, target, options));

    private (GradientProgram Program, OnnxSession Session) Load(BuiltProgram built) =>
        (built.Program, _shared.Session(built.Key, _options, () => built.Program));

    /// <summary>A program that is built when it is asked for, and built again if it was dropped.</summary>
    private sealed class BuiltProgram(string name, GradientEngine engine, Func<DifferentiableModel, GradientProgram> build)
    {
        public string Key { get; } = $"{engine._model.Value.Key} {name}";

        public GradientProgram Program => engine._shared.Program(Key, () => build(engine.Model));
    }
}
