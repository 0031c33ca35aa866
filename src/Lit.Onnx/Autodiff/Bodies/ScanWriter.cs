using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff.Bodies;

/// <summary>Adds loops over the first dimension of tensors.</summary>
internal static class ScanWriter
{
    /// <summary>Writes one iteration.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="states">The states before the iteration.</param>
    /// <param name="elements">The slices of the iteration.</param>
    /// <returns>The states behind the iteration, and what is stacked over the iterations.</returns>
    public delegate (GraphValue[] States, GraphValue[] Stacked) Iteration(
        BodyBuilder graph,
        IReadOnlyList<GraphValue> states,
        IReadOnlyList<GraphValue> elements);

    /// <param name="graph">Where the loop is added.</param>
    /// <param name="backwards">Whether it goes from the last slice to the first; what is stacked lies in the order of the slices.</param>
    /// <param name="initial">The states before the first iteration.</param>
    /// <param name="scanned">The tensors that are gone through, one slice along axis 0 an iteration.</param>
    /// <param name="iteration">Writes the body.</param>
    /// <returns>The states behind the last iteration, then the stacks.</returns>
    public static IReadOnlyList<GraphValue> Add(
        GraphEmitter graph,
        bool backwards,
        IReadOnlyList<GraphValue> initial,
        IReadOnlyList<GraphValue> scanned,
        Iteration iteration)
    {
        var body = new BodyBuilder(graph, "steps");
        var states = initial.Select(s => body.AddInput("state", s.Facts)).ToArray();
        var elements = scanned
            .Select(s => body.AddInput("element", new(s.ElementType, s.Facts.Shape?[1..])))
            .ToArray();
        var (next, stacked) = iteration(body, states, elements);
        foreach (var value in next.Concat(stacked))
        {
            body.Return(value);
        }

        long direction = backwards ? 1 : 0;
        var results = graph.Add(
            string.Empty,
            "Scan",
            [.. initial, .. scanned],
            initial.Count + stacked.Length,
            NodeArgument.Of("body", body.Finish()),
            ("num_scan_inputs", scanned.Count),
            ("scan_input_directions", [.. scanned.Select(_ => direction)]),
            ("scan_output_directions", [.. stacked.Select(_ => direction)]));
        SymbolicInteger? steps = scanned.Select(s => s.Facts.Shape?[0]).FirstOrDefault(s => s is not null);
        for (int i = 0; i < results.Count; i++)
        {
            graph.Graph.Facts[results[i].Name] = i < initial.Count
                ? initial[i].Facts with { Content = null }
                : new(stacked[i - initial.Count].ElementType, steps is null || stacked[i - initial.Count].Facts.Shape is not { } shape
                    ? null
                    : [steps, .. shape]);
        }

        return results;
    }
}
