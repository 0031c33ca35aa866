using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>ONNX Runtime's fused self-attention: projection, heads, softmax.</summary>
internal sealed class RuntimeAttentionRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Int("num_heads", 0) <= 0 ? "it does not say how many heads there are"
        : context.Int("past_present_share_buffer", 0) != 0 ? "its cache is a buffer that it writes into; export the model without a cache"
        : context.Int("do_rotary", 0) != 0 ? "do_rotary has no rule"
        : KeyMask.WhyUnsupported(context, 3);

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        long heads = node.Int("num_heads", 1);
        var all = graph.Add("MatMul", [node.Input(0), node.Input(1)]);
        if (node.HasInput(2))
        {
            all += node.Input(2);
        }

        var parts = node.Ints("qkv_hidden_sizes") is { } sizes
            ? graph.Add(string.Empty, "Split", [all, graph.Integers([.. sizes])], 3, ("axis", -1))
            : graph.Add(string.Empty, "Split", [all], 3, ("axis", -1), ("num_outputs", 3));
        var (q, k, v) = (Heads.Split(parts[0], heads), Heads.Split(parts[1], heads), Heads.Split(parts[2], heads));
        if (node.HasInput(4))
        {
            // Keys and values of the cache lie one behind the other in one tensor.
            var first = graph.Constant(0, OnnxElementType.Int64);
            var second = graph.Constant(1, OnnxElementType.Int64);
            k = graph.Concat(2, graph.Add("Gather", [node.Input(4), first], ("axis", 0)), k);
            v = graph.Concat(2, graph.Add("Gather", [node.Input(4), second], ("axis", 0)), v);
        }

        var attention = new DotProductAttention { Scale = node.Float("scale", 0) is > 0 and var scale ? scale : null };
        if (node.HasInput(3))
        {
            attention.Biases.Add(KeyMask.Bias(node, 3, k));
        }

        if (node.Int("unidirectional", 0) != 0)
        {
            attention.Allowed.Add(Causal.Allowed(q, k));
        }

        if (node.HasInput(5))
        {
            attention.Biases.Add(node.Input(5));
        }

        var y = Heads.Merge(attention.Apply(q, k, v));
        var present = node.OutputCount > 1 && GraphEmitter.SameShape(k, v)
            ? graph.Concat(0, graph.Unsqueeze(k, 0), graph.Unsqueeze(v, 0))
            : null;
        return [y, present];
    }
}

/// <summary>ONNX Runtime's fused attention of queries, keys and values that are projected already.</summary>
internal sealed class MultiHeadAttentionRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Int("num_heads", 0) <= 0 ? "it does not say how many heads there are"
        : context.HasInput(8) || context.HasInput(9) ? "its cache is a buffer of beam search; export the model without a cache"
        : context.Input(0).Facts.Rank is null || (context.HasInput(1) && context.Input(1).Facts.Rank is null)
            ? "the rank of its queries or keys is not known"
        : KeyMask.WhyUnsupported(context, 4);

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        long heads = node.Int("num_heads", 1);
        var (q, k, v) = Operands(node, heads);
        if (node.HasInput(6))
        {
            k = graph.Concat(2, node.Input(6), k);
            v = graph.Concat(2, node.Input(7), v);
        }

        var attention = new DotProductAttention { Scale = node.Float("scale", 0) is > 0 and var scale ? scale : null };
        if (node.HasInput(4))
        {
            attention.Biases.Add(KeyMask.Bias(node, 4, k));
        }

        if (node.HasInput(5))
        {
            attention.Biases.Add(node.Input(5));
        }

        if (node.Int("unidirectional", 0) != 0)
        {
            attention.Allowed.Add(Causal.Allowed(q, k));
        }

        var y = Heads.Merge(attention.Apply(q, k, v));
        return [y, k, v, attention.Products];
    }

    private static (GraphValue Q, GraphValue K, GraphValue V) Operands(NodeContext node, long heads)
    {
        var graph = node.Graph;
        var query = node.Input(0);
        if (query.Rank == 5)
        {
            // [batch, tokens, heads, 3, width]
            return (Packed(query, 0), Packed(query, 1), Packed(query, 2));
        }

        var (qBias, kBias, vBias) = Biases(node);
        var q = Heads.Split(Biased(query, qBias), heads);
        var key = node.Input(1);
        switch (key.Rank)
        {
            case 5:
                return (q, Packed(key, 0), Packed(key, 1));
            case 4:
                return (q, key, node.Input(2));
            default:
                return (q, Heads.Split(Biased(key, kBias), heads), Heads.Split(Biased(node.Input(2), vBias), heads));
        }

        GraphValue Packed(GraphValue x, int part) => graph.Transpose(
            graph.Add("Gather", [x, graph.Constant(part, OnnxElementType.Int64)], ("axis", 3)), 0, 2, 1, 3);
    }

    private static GraphValue Biased(GraphValue x, GraphValue? bias) => bias is null ? x : x + bias;

    private static (GraphValue? Q, GraphValue? K, GraphValue? V) Biases(NodeContext node)
    {
        if (!node.HasInput(3))
        {
            return (null, null, null);
        }

        var graph = node.Graph;
        var width = graph.Dimension(node.Input(0), 2);
        var rest = graph.Dimension(node.Input(3), 0) - width - width;
        var parts = graph.Add(string.Empty, "Split", [node.Input(3), graph.Concat(0, width, width, rest)], 3, ("axis", 0));
        return (parts[0], parts[1], parts[2]);
    }
}

/// <summary>Each token sees those before it.</summary>
internal static class Causal
{
    /// <summary>The last query stands at the last key: <c>[tokens, keys]</c>.</summary>
    /// <param name="q">Queries <c>[batch, heads, tokens, width]</c>.</param>
    /// <param name="k">Keys <c>[batch, heads, keys, width]</c>.</param>
    /// <param name="window">How many keys back a token sees, itself included; 0 for all.</param>
    public static GraphValue Allowed(GraphValue q, GraphValue k, long window = 0)
    {
        var graph = q.Emitter;
        var behind = graph.Dimension(k, 2) - graph.Dimension(q, 2);
        var rows = graph.Unsqueeze(Heads.Positions(q, 2) + behind, 1);
        var columns = Heads.Positions(k, 2);
        var allowed = graph.Add("LessOrEqual", [columns, rows]);
        return window <= 0
            ? allowed
            : graph.Add("And", [allowed, graph.Add("Greater", [columns, rows - graph.Integers(window)])]);
    }
}
