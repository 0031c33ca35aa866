using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>A second forward pass in the same graph, from the values of a reference.</summary>
internal static class ReferencePass
{
    /// <summary>Adds a copy of every node that depends on a value, reading another in its place.</summary>
    /// <param name="graph">The graph, with all nodes of the first pass.</param>
    /// <param name="value">The value.</param>
    /// <param name="reference">The value that takes its place.</param>
    /// <returns>For each value that depends on <paramref name="value"/>, the one of the second pass.</returns>
    public static IReadOnlyDictionary<string, string> Append(OnnxGraph graph, string value, string reference)
    {
        var references = new Dictionary<string, string>(StringComparer.Ordinal) { [value] = reference };
        foreach (var node in graph.Proto.Node.ToArray())
        {
            // Both passes have the same shapes. What a graph within a graph reads cannot be renamed; rules refuse such nodes.
            if (node.Is("Shape") || node.Is("Size") || !node.Input.Any(references.ContainsKey))
            {
                continue;
            }

            var copy = node.Clone();
            for (int i = 0; i < copy.Input.Count; i++)
            {
                copy.Input[i] = references.GetValueOrDefault(copy.Input[i], copy.Input[i]);
            }

            for (int i = 0; i < copy.Output.Count; i++)
            {
                if (copy.Output[i].Length > 0)
                {
                    references[node.Output[i]] = copy.Output[i] = graph.NewName("reference");
                }
            }

            graph.Append(copy);
            for (int i = 0; i < copy.Output.Count; i++)
            {
                if (copy.Output[i].Length > 0)
                {
                    graph.Facts[copy.Output[i]] = graph.Facts[node.Output[i]];
                }
            }
        }

        return references;
    }
}
