using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>ONNX Runtime's causal attention with grouped heads, as its decoder models are saved; whole prompts only.</summary>
/// <remarks>A cache that is fed has to be as long as every example's past, which an empty one is.</remarks>
internal sealed class GroupQueryAttentionRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Int("num_heads", 0) <= 0 || context.Int("kv_num_heads", 0) <= 0 ? "it does not say how many heads there are"
        : context.Text("k_quant_type", "NONE") != "NONE" || context.Text("v_quant_type", "NONE") != "NONE" ? "its cache is quantised"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        long heads = node.Int("num_heads", 1);
        long shared = node.Int("kv_num_heads", 1);
        GraphValue q, k, v;
        if (node.HasInput(1))
        {
            (q, k, v) = (Heads.Split(node.Input(0), heads), Heads.Split(node.Input(1), shared), Heads.Split(node.Input(2), shared));
        }
        else
        {
            var width = graph.Add("Div", [graph.Dimension(node.Input(0), 2), graph.Integers(heads + (2 * shared))]);
            var parts = graph.Add(
                string.Empty,
                "Split",
                [node.Input(0), graph.Integers(heads, shared, shared) * width],
                3,
                ("axis", -1));
            (q, k, v) = (Heads.Split(parts[0], heads), Heads.Split(parts[1], shared), Heads.Split(parts[2], shared));
        }

        bool hasPast = node.HasInput(3);
        if (node.Int("do_rotary", 0) != 0)
        {
            var past = hasPast ? graph.Dimension(node.Input(3), 2) : graph.Integers(0);
            var positions = node.HasInput(9)
                ? graph.Cast(node.Input(9), OnnxElementType.Int64)
                : graph.Unsqueeze(Heads.Positions(q, 2) + past, 0);
            var cos = graph.Unsqueeze(graph.Add("Gather", [node.Input(7), positions], ("axis", 0)), 1);
            var sin = graph.Unsqueeze(graph.Add("Gather", [node.Input(8), positions], ("axis", 0)), 1);
            long turned = node.Input(7).Dimensions?[1] * 2 ?? 0;
            bool interleaved = node.Int("rotary_interleaved", 0) != 0;
            q = Rotation.Apply(q, cos, sin, turned, interleaved);
            k = Rotation.Apply(k, cos, sin, turned, interleaved);
        }

        if (hasPast)
        {
            k = graph.Concat(2, node.Input(3), k);
            v = graph.Concat(2, node.Input(4), v);
        }

        var attention = new DotProductAttention
        {
            Scale = node.Float("scale", 0) is > 0 and var scale ? scale : null,
            SoftCap = node.Float("softcap", 0),
            Sink = Sink(node, heads, q),
        };
        if (node.HasInput(10))
        {
            attention.Biases.Add(node.Input(10));
        }

        attention.Allowed.Add(Causal.Allowed(q, k, node.Int("local_window_size", -1)));

        // Tokens behind the end of an example are padding.
        var ends = graph.Reshape(graph.Cast(node.Input(5), OnnxElementType.Int64), graph.Integers(-1, 1, 1, 1));
        attention.Allowed.Add(graph.Add("LessOrEqual", [Heads.Positions(k, 2), ends]));
        var count = graph.Integers(heads);
        var y = Heads.Merge(attention.Apply(q, Heads.Repeat(k, count), Heads.Repeat(v, count)));
        return [y, k, v];
    }

    private static GraphValue? Sink(NodeContext node, long heads, GraphValue q) =>
        node.HasInput(11) ? node.Input(11)
        : node.Int("smooth_softmax", 0) > 0
            ? node.Graph.Zeros(node.Graph.Integers(heads), q.ElementType)
            : null;
}
