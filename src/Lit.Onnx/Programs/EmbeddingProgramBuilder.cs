namespace Lit.Onnx.Programs;

/// <summary>Builds the program that looks up token embeddings and does nothing else.</summary>
internal static class EmbeddingProgramBuilder
{
    /// <summary>The program, which returns <see cref="ProgramNames.Input"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cut">Its token embeddings.</param>
    public static GradientProgram Build(DifferentiableModel model, CutPoint cut)
    {
        var graph = model.Copy();
        GradientProgramBuilder.Keep(graph, [], [cut]);
        var program = new ProgramGraph(graph);
        graph.Proto.Output.Clear();
        program.AddOutput(ProgramNames.Input, program.Emitter.Value(cut.Name));
        return program.Finish(cut, fixedRows: null);
    }

    /// <summary>How many rows the table has; null if the file does not tell.</summary>
    public static long? Rows(DifferentiableModel model, CutPoint cut)
    {
        var graph = model.Copy();
        return graph.Producer(cut.Name) is { } gather && graph.Facts[gather.Input[0]].Shape is [{ Constant: { } rows }, ..]
            ? rows
            : null;
    }
}
