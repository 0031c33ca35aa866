using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Finds the values of a model that gradients are taken with respect to.</summary>
internal static class CutPointFinder
{
    /// <summary>Token embeddings first, the largest vocabulary leading, then floating point inputs in their order.</summary>
    public static IReadOnlyList<CutPoint> Find(OnnxGraph graph)
    {
        var embeddings = graph.Proto.Node
            .Select(node => (Node: node, Vocabulary: Vocabulary(graph, node), Input: TokenInput(graph, node)))
            .Where(c => c.Vocabulary > 0 && c.Input is not null)
            .ToArray();

        // Tables of positions and of segments are looked up by inputs of their own, and are smaller than that of the words.
        var words = embeddings
            .GroupBy(c => c.Node.Input[0], StringComparer.Ordinal)
            .OrderBy(g => IsPosition(g.First().Input!))
            .ThenByDescending(g => g.First().Vocabulary)
            .Take(1)
            .SelectMany(g => g)
            .Select(c => Describe(graph, c.Node.Output[0], CutPointKind.TokenEmbeddings, c.Input));
        var values = graph.Proto.Input
            .Where(i => graph.Constant(i.Name) is null && graph.Facts[i.Name].Type.IsFloat)
            .Select(i => Describe(graph, i.Name, CutPointKind.Input, i.Name));
        return [.. words, .. values];
    }

    /// <summary>The cut point with a name: one that is found, or any floating point value.</summary>
    /// <exception cref="UnsupportedOperatorException">The model has no such value, or it is not a floating point tensor.</exception>
    public static CutPoint Named(OnnxGraph graph, string name)
    {
        if (Find(graph).FirstOrDefault(c => c.Name == name || c.Input == name) is { } found)
        {
            return found;
        }

        if (graph.Producer(name) is null && graph.Proto.Input.All(i => i.Name != name))
        {
            throw new UnsupportedOperatorException(graph.File.Name, $"expected the name of a value of the model to differentiate by, found '{name}'.");
        }

        return graph.Facts[name].Type is var type && type.IsFloat
            ? Describe(graph, name, CutPointKind.Inner, null)
            : throw new UnsupportedOperatorException(
                graph.File.Name,
                $"expected a floating point value to differentiate by, found that '{name}' holds {type}; "
                + $"choose one of {string.Join(", ", Find(graph).Select(c => $"'{c.Name}'"))}.");
    }

    private static bool IsPosition(string input) => ((string[])["position", "type", "segment"])
        .Any(part => input.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static CutPoint Describe(OnnxGraph graph, string name, CutPointKind kind, string? input) => new(
        name,
        kind,
        input,
        graph.Facts[name].Shape?.Select(d => new OnnxDimension(d.Constant, d.Constant is null ? d.ToString() : null)).ToArray());

    /// <summary>The number of rows of the table that a node looks up; 0 if it looks up none.</summary>
    private static long Vocabulary(OnnxGraph graph, NodeProto node) =>
        node.Is("Gather") && node.Int("axis") == 0 && IsConstant(graph, node.Input[0])
            && graph.Facts[node.Input[0]] is { Shape: [{ Constant: { } rows }, _] } facts && facts.Type.IsFloat
                ? rows
                : 0;

    /// <summary>Whether a value is a constant, perhaps behind a change of type or order.</summary>
    private static bool IsConstant(OnnxGraph graph, string value)
    {
        while (graph.Constant(value) is null)
        {
            if (graph.Producer(value) is not { } node
                || !(node.Is("Cast") || node.Is("Identity") || node.Is("Transpose") || node.Is("DequantizeLinear")))
            {
                return false;
            }

            value = node.Input[0];
        }

        return true;
    }

    /// <summary>The input whose numbers choose the rows, if they come to the look-up unchanged.</summary>
    private static string? TokenInput(OnnxGraph graph, NodeProto node)
    {
        string value = node.InputOrEmpty(1);
        while (graph.Producer(value) is { } producer)
        {
            if (!(producer.Is("Cast") || producer.Is("Identity") || producer.Is("Reshape") || producer.Is("Clip")
                || producer.Is("Squeeze") || producer.Is("Unsqueeze")))
            {
                return null;
            }

            value = producer.Input[0];
        }

        return graph.Proto.Input.Any(i => i.Name == value) && graph.Facts[value].Type.IsIndex ? value : null;
    }
}
