using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Programs;

/// <summary>Builds the program that returns values inside a model.</summary>
internal static class CaptureProgramBuilder
{
    /// <param name="model">The model.</param>
    /// <param name="values">The names of the values.</param>
    /// <returns>A program whose outputs stand in the order of the names.</returns>
    /// <exception cref="UnsupportedOperatorException">A value is no tensor of floating point numbers that the model computes.</exception>
    public static GradientProgram Build(DifferentiableModel model, IReadOnlyList<string> values)
    {
        CutPoint[] cuts = [.. values.Select(model.FindCut)];
        OnnxGraph graph = model.Copy(cuts);
        GradientProgramBuilder.Keep(graph, [], cuts);
        graph.Proto.Output.Clear();
        var program = new ProgramGraph(graph);
        for (int i = 0; i < cuts.Length; i++)
        {
            program.AddOutput(ProgramNames.Captured(i), program.Emitter.Value(cuts[i].Name));
        }

        return program.Finish(cuts[0], fixedRows: null);
    }
}
