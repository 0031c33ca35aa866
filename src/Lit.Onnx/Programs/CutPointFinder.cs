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
        var sources = new Sources(graph);
        var embeddings = graph.Proto.Node
            .Select(node => (Node: node, Vocabulary: Vocabulary(sources, node)))
            .Where(c => c.Vocabulary > 0)
            .Select(c => (c.Node, c.Vocabulary, Input: sources.TokenInput(c.Node)))
            .Where(c => c.Input is not null)
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

        if (new Sources(graph).IsConstant(name))
        {
            throw new UnsupportedOperatorException(
                graph.File.Name,
                $"expected a value that depends on the input to differentiate by, found that '{name}' is a constant of the model: gradients "
                + "with respect to weights are not taken.");
        }

        if (InnerOwner(graph.Proto, name) is { } owner)
        {
            throw new UnsupportedOperatorException(
                graph.File.Name,
                $"expected a value of the main graph to differentiate by, found that '{name}' lies inside {owner.Describe()}, where it has one "
                + "value for each iteration or none at all; name what the node reads or makes.");
        }

        if (!Exists(graph, name))
        {
            string[] parts = JoinedValues.PartsOf(name);
            if (parts.Length > 1 && parts.All(part => Exists(graph, part)))
            {
                return JoinedValues.Describe(graph, [.. parts.Select(part => Named(graph, part))]);
            }

            throw new UnsupportedOperatorException(
                graph.File.Name, $"expected the name of a value of the model to differentiate by, found '{name}'{Suggest(graph, name)}");
        }

        return graph.Facts[name].Type is var type && type.IsFloat
            ? Describe(graph, name, CutPointKind.Inner, null)
            : throw new UnsupportedOperatorException(
                graph.File.Name,
                $"expected a floating point value to differentiate by, found that '{name}' holds {type}; "
                + $"choose one of {string.Join(", ", Find(graph).Select(c => $"'{c.Name}'"))}.");
    }

    /// <summary>The node of the main graph that has a value inside a branch or body; null if none has.</summary>
    private static NodeProto? InnerOwner(GraphProto graph, string name) => graph.Node.FirstOrDefault(node =>
        node.Subgraphs().Any(body => ValueNames.Defined(body).Contains(name) || InnerOwner(body, name) is not null));

    private static bool Exists(OnnxGraph graph, string name) =>
        graph.Producer(name) is not null || graph.Proto.Input.Any(i => i.Name == name);

    private static string Suggest(OnnxGraph graph, string name)
    {
        string[] names = [.. Find(graph).Select(cut => cut.Name), .. InnerValues.Of(graph).Select(value => value.Name)];
        return NearNames.Of(name, names) is { Length: > 0 } near
            ? $"; did you mean {string.Join(" or ", near.Select(other => $"'{other}'"))}?"
            : $"; it has {names.Length} of them, such as {string.Join(", ", names.Take(5).Select(other => $"'{other}'"))} "
                + "(see InnerValues).";
    }

    private static bool IsPosition(string input) => ((string[])["position", "type", "segment"])
        .Any(part => input.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static CutPoint Describe(OnnxGraph graph, string name, CutPointKind kind, string? input) => new(
        name,
        kind,
        input,
        graph.Facts[name].Shape?.Select(d => new OnnxDimension(d.Constant, d.Constant is null ? d.ToString() : null)).ToArray());

    /// <summary>The number of rows of the table that a node looks up; 0 if it looks up none.</summary>
    private static long Vocabulary(Sources sources, NodeProto node) =>
        node.Is("Gather") && node.Int("axis") == 0
            && sources.Graph.Facts[node.Input[0]] is { Shape: [{ Constant: { } rows }, _] } facts && facts.Type.IsFloat
            && sources.IsConstant(node.Input[0])
                ? rows
                : 0;

    /// <summary>Follows values back through nodes that change no number; what lies on the way is looked at once.</summary>
    private sealed class Sources(OnnxGraph graph)
    {
        private static readonly string[] ConstantSteps = ["Cast", "Identity", "Transpose", "DequantizeLinear"];
        private static readonly string[] TokenSteps = ["Cast", "Identity", "Reshape", "Clip", "Squeeze", "Unsqueeze"];

        private readonly HashSet<string> _inputs = graph.Proto.Input.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

        public OnnxGraph Graph => graph;

        /// <summary>Whether a value is a constant, perhaps behind a change of type or order.</summary>
        public bool IsConstant(string value) => graph.Constant(Follow(value, ConstantSteps, _constants)) is not null;

        /// <summary>The input whose numbers choose the rows, if they come to the look-up unchanged.</summary>
        public string? TokenInput(NodeProto node)
        {
            string source = Follow(node.InputOrEmpty(1), TokenSteps, _tokens);
            return _inputs.Contains(source) && graph.Facts[source].Type.IsIndex ? source : null;
        }

        private string Follow(string value, string[] steps, Dictionary<string, string> known)
        {
            var passed = new List<string>();
            while (!known.TryGetValue(value, out _) && graph.Producer(value) is { } node && steps.Any(node.Is))
            {
                passed.Add(value);
                value = node.Input[0];
            }

            string source = known.GetValueOrDefault(value, value);
            foreach (string one in passed)
            {
                known[one] = source;
            }

            return source;
        }
    }
}
