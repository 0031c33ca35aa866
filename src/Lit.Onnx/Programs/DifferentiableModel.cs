using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Graph.Rewrites;

namespace Lit.Onnx.Programs;

/// <summary>A model made ready for differentiation: lifted, cleaned, with its cut points found.</summary>
/// <remarks>Safe for concurrent use: every program is built on a copy.</remarks>
internal sealed class DifferentiableModel
{
    private readonly OnnxGraph _graph;

    public DifferentiableModel(OnnxFile file, GradientRules? rules = null)
    {
        File = file;
        Rules = rules ?? GradientRules.Default;
        _graph = new OnnxGraph(file);
        OpsetLifter.Lift(_graph);
        FunctionInliner.Apply(_graph);
        GraphCleaner.Clean(_graph);
        if (PrecisionWidening.Apply(_graph) | EmbeddingExpansion.Apply(_graph) | MapRemoval.Apply(_graph))
        {
            GraphCleaner.Clean(_graph);
        }

        var found = CutPointFinder.Find(_graph);
        CutPoints = JoinedValues.OfInputs(_graph, found) is { } together ? [together, .. found] : found;
    }

    public OnnxFile File { get; }

    public GradientRules Rules { get; }

    /// <summary>The rules of a backward pass.</summary>
    public GradientRules RulesOf(BackwardRule backward) => backward switch
    {
        BackwardRule.GuidedBackpropagation => Rules.GuidedBackpropagation(),
        BackwardRule.Deconvolution => Rules.Deconvolution(),
        BackwardRule.DeepLift => Rules.DeepLift(),
        _ => Rules,
    };

    /// <summary>The values that gradients can be taken with respect to without naming one, the likeliest first.</summary>
    public IReadOnlyList<CutPoint> CutPoints { get; }

    /// <summary>The cut point with a name, or the first one.</summary>
    /// <exception cref="UnsupportedOperatorException">There is none.</exception>
    public CutPoint FindCut(string? name)
    {
        lock (_graph)
        {
            return name is not null
                ? CutPointFinder.Named(_graph, name)
                : CutPoints.Count > 0
                    ? CutPoints[0]
                    : throw new UnsupportedOperatorException(
                        File.Name,
                        "expected a floating point input or a look-up of token embeddings to differentiate by, found neither; name a value of the model.");
        }
    }

    /// <summary>The values that nodes make of floating point numbers, in the order of the computation.</summary>
    public IReadOnlyList<InnerValue> Values()
    {
        lock (_graph)
        {
            return [.. InnerValues.Of(_graph)];
        }
    }

    /// <summary>The output of the last block of convolutions; null if there is none.</summary>
    public string? FeatureMap
    {
        get
        {
            lock (_graph)
            {
                return InnerValues.FeatureMap(_graph);
            }
        }
    }

    /// <summary>Says what becomes of each node between a value and a target, without running anything.</summary>
    /// <param name="cut">The name of the value; null for the first cut point.</param>
    /// <param name="output">The output; null for the first of floating point numbers.</param>
    public IReadOnlyList<OperatorCoverage> Coverage(string? cut = null, string? output = null)
    {
        CutPoint from = FindCut(cut);
        var graph = Copy(from);
        string target = TargetNodes.FindOutput(graph, new(output, ProgramTargetKind.Value));
        return new Differentiator(graph, Rules).Coverage([from.Name], target);
    }

    /// <summary>A copy of the graph to build a program in.</summary>
    /// <param name="cuts">The values that the program is about; those that stand for several become part of the copy.</param>
    public OnnxGraph Copy(params ReadOnlySpan<CutPoint> cuts)
    {
        OnnxGraph copy;
        lock (_graph)
        {
            copy = _graph.Clone();
        }

        foreach (CutPoint cut in cuts)
        {
            JoinedValues.Apply(copy, cut);
        }

        return copy;
    }
}
