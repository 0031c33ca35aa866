using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Autodiff.Multipliers;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Programs;

/// <summary>What a gradient program returns besides the value of the target.</summary>
[Flags]
internal enum GradientOutputs
{
    /// <summary>Nothing else.</summary>
    None = 0,

    /// <summary><see cref="ProgramNames.Gradient"/>.</summary>
    Gradient = 1,

    /// <summary><see cref="ProgramNames.Input"/>.</summary>
    Input = 2,

    /// <summary><see cref="ProgramNames.Norm"/>.</summary>
    Norm = 4,

    /// <summary><see cref="ProgramNames.Dot"/>.</summary>
    Dot = 8,
}

/// <summary>Builds the program that computes the gradient of a target at examples.</summary>
internal static class GradientProgramBuilder
{
    private static readonly Dictionary<string, string> NoReferences = [];

    /// <param name="model">The model.</param>
    /// <param name="cut">The value to differentiate by.</param>
    /// <param name="target">The number to differentiate.</param>
    /// <param name="outputs">What to return.</param>
    /// <param name="modelOutputs">Outputs of the model to return as well, computed once.</param>
    /// <param name="fed">A value that is fed to the program instead of computed by it; null for none.</param>
    /// <param name="backward">What goes backward; multipliers take a reference as <see cref="ProgramNames.Baseline"/>.</param>
    /// <param name="segments">In how many parts the forward pass is split; all but the last are computed again.</param>
    /// <exception cref="UnsupportedOperatorException">An operator on the path has no rule, or there is no path.</exception>
    public static GradientProgram Build(
        DifferentiableModel model,
        CutPoint cut,
        ProgramTarget target,
        GradientOutputs outputs = GradientOutputs.Gradient,
        IReadOnlyList<string>? modelOutputs = null,
        CutPoint? fed = null,
        BackwardRule backward = BackwardRule.Gradient,
        int segments = 1)
    {
        CutPoint[] cuts = fed is null || fed.Name == cut.Name ? [cut] : [cut, fed];
        var graph = model.Copy(cuts);
        IReadOnlyList<string> targets = TargetNodes.Outputs(graph, target);
        string output = targets[0];
        Keep(graph, [.. targets, .. modelOutputs ?? []], cuts);
        GraphRewriter.Apply(graph, [.. cuts.Select(c => c.Name)]);

        var program = new ProgramGraph(graph);
        var emitter = program.Emitter;
        graph.Proto.Output.Clear();
        foreach (TargetInput input in TargetNodes.Inputs(target, graph.Facts[output]))
        {
            AddTargetInput(program, input);
        }

        var value = new TargetNodes(emitter, emitter.Value).Add(output, target, name => name);
        var seed = emitter.Expand(emitter.Scalar(1, value), emitter.Shape(value));
        var x = emitter.Value(cut.Name);
        program.AddOutput(ProgramNames.Value, value);
        if (outputs != GradientOutputs.None)
        {
            var references = backward == BackwardRule.DeepLift ? AddReference(program, cut, value) : null;
            var gradient = new Differentiator(graph, model.RulesOf(backward)) { References = references ?? NoReferences }
                .Build(emitter, value.Name, seed, [cut.Name], output)[cut.Name];
            AddGradientOutputs(program, outputs, gradient, x);
        }

        foreach (string name in modelOutputs ?? [])
        {
            program.KeepOutput(name);
        }

        if (fed is not null)
        {
            program.MakeInput(fed.Name);
        }

        return outputs == GradientOutputs.None
            ? program.Finish(cut, fixedRows: null)
            : program.Finish(cut, fixedRows: null, value.Name, seed.Name, segments);
    }

    /// <summary>Adds a second forward pass from values that are fed, and the target there.</summary>
    private static IReadOnlyDictionary<string, string> AddReference(ProgramGraph program, CutPoint cut, GraphValue value)
    {
        var facts = program.Graph.Facts[cut.Name];
        if (facts.Rank is not { } rank)
        {
            throw program.Emitter.Unknown(cut.Name, "number of dimensions");
        }

        var emitter = program.Emitter;
        var fed = program.AddInput(ProgramNames.Baseline, facts.Type, [.. Enumerable.Repeat(new OnnxDimension(null), rank)]);
        var reference = emitter.Expand(fed, emitter.Shape(emitter.Value(cut.Name)));
        program.Graph.Facts[reference.Name] = facts;
        program.AddOutput(ProgramNames.Reference, reference);
        var references = ReferencePass.Append(program.Graph, cut.Name, reference.Name);
        program.AddOutput(ProgramNames.ReferenceValue, emitter.Value(references.GetValueOrDefault(value.Name, value.Name)));

        return references;
    }

    /// <summary>Reduces the graph to what some of its outputs need, and the cut points.</summary>
    internal static void Keep(OnnxGraph graph, IReadOnlyList<string> outputs, IReadOnlyList<CutPoint> cuts)
    {
        var kept = graph.Proto.Output.Where(o => outputs.Contains(o.Name)).Select(o => o.Clone()).ToArray();
        var original = graph.Proto.Output.ToArray();
        graph.Proto.Output.Clear();
        graph.Proto.Output.AddRange(kept);
        foreach (string inner in outputs.Concat(cuts.Select(c => c.Name)).Distinct(StringComparer.Ordinal)
            .Where(name => graph.Producer(name) is not null && kept.All(o => o.Name != name)))
        {
            // Stays in the graph for the time being, even where no kept output depends on it.
            graph.Proto.Output.Add(original.FirstOrDefault(o => o.Name == inner)?.Clone() ?? new() { Name = inner });
        }

        graph.RemoveUnused();
    }

    private static void AddTargetInput(ProgramGraph program, TargetInput input)
    {
        program.AddInput(
            input.Name,
            input.Type,
            [new(null, ProgramNames.Batch), .. Enumerable.Repeat(new OnnxDimension(null), input.Rank - 1)]);

        // There is one for each row of the output, whatever the rows are called.
        if (input.Shape is { Length: > 0 } shape)
        {
            program.Graph.Facts[input.Name] = new(input.Type, shape);
        }
    }

    private static void AddGradientOutputs(ProgramGraph program, GradientOutputs outputs, GraphValue gradient, GraphValue x)
    {
        var emitter = program.Emitter;
        if (outputs.HasFlag(GradientOutputs.Gradient))
        {
            program.AddOutput(ProgramNames.Gradient, gradient);
        }

        if (outputs.HasFlag(GradientOutputs.Input))
        {
            program.AddOutput(ProgramNames.Input, x);
        }

        if (outputs.HasFlag(GradientOutputs.Norm))
        {
            program.AddOutput(ProgramNames.Norm, emitter.Add("ReduceL2", [gradient, emitter.Integers(-1)], ("keepdims", 0)));
        }

        if (outputs.HasFlag(GradientOutputs.Dot))
        {
            program.AddOutput(ProgramNames.Dot, emitter.Sum(gradient * x, keep: false, -1));
        }
    }
}
