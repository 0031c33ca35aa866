using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>Turns pairs of features by angles that depend on the position (standard operators, version 23).</summary>
internal sealed class RotaryEmbeddingRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank switch
        {
            4 => null,
            3 => context.Int("num_heads", 0) > 0 ? null : "it does not say how many heads there are",
            _ => "the rank of its input is not known",
        };

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool flat = node.Input(0).Rank == 3;
        var x = flat ? Heads.Split(node.Input(0), node.Int("num_heads", 1)) : node.Input(0);
        var (cos, sin) = (node.Input(1), node.Input(2));
        if (node.HasInput(3))
        {
            cos = graph.Add("Gather", [cos, node.Input(3)], ("axis", 0));
            sin = graph.Add("Gather", [sin, node.Input(3)], ("axis", 0));
        }

        // Broadcasts over heads, and over examples where the angles are the same for all.
        cos = graph.Unsqueeze(cos, 1);
        sin = graph.Unsqueeze(sin, 1);
        var y = Rotation.Apply(x, cos, sin, node.Int("rotary_embedding_dim", 0), node.Int("interleaved", 0) != 0);
        return [flat ? Heads.Merge(y) : y];
    }
}

/// <summary>Rotary positions as ONNX Runtime adds them: the angles are looked up in a table.</summary>
internal sealed class RuntimeRotaryEmbeddingRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank switch
        {
            4 => null,
            3 => context.Int("num_heads", 0) > 0 || context.Int("rotary_embedding_dim", 0) == 0 ? null : "it does not say how many heads there are",
            _ => "the rank of its input is not known",
        };

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool flat = node.Input(0).Rank == 3;
        var x = flat ? SplitHeads(node) : node.Input(0);
        var positions = Positions(graph, node.Input(1), x);
        var cos = graph.Unsqueeze(graph.Add("Gather", [node.Input(2), positions], ("axis", 0)), 1);
        var sin = graph.Unsqueeze(graph.Add("Gather", [node.Input(3), positions], ("axis", 0)), 1);
        var y = Rotation.Apply(x, cos, sin, node.Int("rotary_embedding_dim", 0), node.Int("interleaved", 0) != 0);
        return [flat ? Heads.Merge(y) : y];
    }

    private static GraphValue SplitHeads(NodeContext node)
    {
        var graph = node.Graph;
        if (node.Int("num_heads", 0) is > 0 and var heads)
        {
            return Heads.Split(node.Input(0), heads);
        }

        // A head is as wide as two times the table.
        var width = graph.Dimension(node.Input(2), 1) * graph.Integers(2);
        return graph.Transpose(graph.Reshape(node.Input(0), graph.Concat(0, graph.Integers(0, 0, -1), width)), 0, 2, 1, 3);
    }

    /// <summary>One position for each token; a single number is that of the first token.</summary>
    private static GraphValue Positions(GraphEmitter graph, GraphValue positions, GraphValue x) => positions.Rank == 1
        ? graph.Unsqueeze(graph.Cast(positions, OnnxElementType.Int64) + Heads.Positions(x, 2), 0)
        : positions;
}

/// <summary>The rotation itself.</summary>
internal static class Rotation
{
    /// <param name="x"><c>[batch, heads, tokens, width]</c>.</param>
    /// <param name="cos">Cosines, broadcast to half of the turned width.</param>
    /// <param name="sin">Sines, broadcast to half of the turned width.</param>
    /// <param name="turned">How many features are turned, the others stay; 0 for all.</param>
    /// <param name="interleaved">Whether neighbours make pairs, instead of the two halves.</param>
    public static GraphValue Apply(GraphValue x, GraphValue cos, GraphValue sin, long turned, bool interleaved)
    {
        var graph = x.Emitter;
        var last = graph.Integers(3);
        var rest = turned > 0 && x.Dimensions?[3] != turned
            ? graph.Slice(x, graph.Integers(turned), graph.Integers(long.MaxValue), last)
            : null;
        var part = rest is null ? x : graph.Slice(x, graph.Integers(0), graph.Integers(turned), last);
        GraphValue real, imaginary;
        if (interleaved)
        {
            var pairs = graph.Reshape(part, graph.Integers(0, 0, 0, -1, 2));
            real = graph.Add("Gather", [pairs, graph.Constant(0, OnnxElementType.Int64)], ("axis", 4));
            imaginary = graph.Add("Gather", [pairs, graph.Constant(1, OnnxElementType.Int64)], ("axis", 4));
        }
        else
        {
            var halves = graph.Add(string.Empty, "Split", [part], 2, ("axis", 3), ("num_outputs", 2));
            (real, imaginary) = (halves[0], halves[1]);
        }

        // Tables may be wider than what is turned.
        if (turned > 0)
        {
            cos = graph.Slice(cos, graph.Integers(0), graph.Integers(turned / 2), last);
            sin = graph.Slice(sin, graph.Integers(0), graph.Integers(turned / 2), last);
        }

        var a = (real * cos) - (imaginary * sin);
        var b = (real * sin) + (imaginary * cos);
        var result = interleaved
            ? graph.Reshape(graph.Concat(4, graph.Unsqueeze(a, 4), graph.Unsqueeze(b, 4)), graph.Integers(0, 0, 0, -1))
            : graph.Concat(3, a, b);
        return rest is null ? result : graph.Concat(3, result, rest);
    }
}
