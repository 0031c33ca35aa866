using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>Attention of the standard operators, versions 23 and 24: masks, causal order, grouped heads, caches, limits.</summary>
internal sealed class AttentionRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is not (3 or 4) ? "the rank of its queries is not known"
        : context.Input(0).Rank == 3 && context.Int("q_num_heads", 0) <= 0 ? "it does not say how many heads there are"
        : context.Input(1).Facts.Rank is not (3 or 4) ? "the rank of its keys is not known"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool flat = node.Input(0).Rank == 3;
        var q = flat ? Heads.Split(node.Input(0), node.Int("q_num_heads", 1)) : node.Input(0);
        var (k, v) = (Keys(node, 1), Keys(node, 2));
        if (node.HasInput(4))
        {
            k = graph.Concat(2, node.Input(4), k);
            v = graph.Concat(2, node.Input(5), v);
        }

        var (presentKey, presentValue) = (k, v);
        float scale = node.Float("scale", 0);
        var attention = new DotProductAttention
        {
            Scale = scale > 0 ? scale : null,
            SoftCap = node.Float("softcap", 0),
            SoftmaxType = node.Int("softmax_precision", 0) is > 0 and var type ? (OnnxElementType)type : null,
        };
        AddMasks(node, attention, q, k);
        var y = attention.Apply(q, Repeated(q, k), Repeated(q, v));
        var seen = node.Int("qk_matmul_output_mode", 0) switch
        {
            0 => attention.Products,
            1 => attention.Capped,
            2 => attention.Masked,
            _ => attention.Weights,
        };
        return [flat ? Heads.Merge(y) : y, presentKey, presentValue, seen];
    }

    /// <summary>Keys or values for every query head.</summary>
    private static GraphValue Repeated(GraphValue q, GraphValue x) =>
        q.Facts.Shape is [_, var heads, _, _] && x.Facts.Shape is [_, var own, _, _] && heads.Equals(own)
            ? x
            : Heads.Repeat(x, q.Emitter.Dimension(q, 1));

    private static GraphValue Keys(NodeContext node, int index) =>
        node.Input(index).Rank == 3 ? Heads.Split(node.Input(index), node.Int("kv_num_heads", 1)) : node.Input(index);

    private static void AddMasks(NodeContext node, DotProductAttention attention, GraphValue q, GraphValue k)
    {
        var graph = node.Graph;
        if (node.HasInput(3))
        {
            var mask = node.Input(3);
            (mask.ElementType == OnnxElementType.Bool ? attention.Allowed : attention.Biases).Add(Padded(mask, k));
        }

        if (node.Int("is_causal", 0) != 0)
        {
            // The last query sees the last key that the cache and the call hold.
            var past = node.HasInput(4) ? graph.Dimension(node.Input(4), 2) : graph.Integers(0);
            var rows = graph.Unsqueeze(Heads.Positions(q, 2) + past, 1);
            attention.Allowed.Add(graph.Add("LessOrEqual", [Heads.Positions(k, 2), rows]));
        }

        if (node.HasInput(6))
        {
            var lengths = graph.Reshape(node.Input(6), graph.Integers(-1, 1, 1, 1));
            attention.Allowed.Add(graph.Add("Less", [Heads.Positions(k, 2), lengths]));
        }
    }

    /// <summary>A mask that is shorter than the keys hides the rest of them.</summary>
    private static GraphValue Padded(GraphValue mask, GraphValue k)
    {
        var graph = mask.Emitter;
        if (mask.Facts.Shape?[^1] is not { } width || k.Facts.Shape?[2] is not { } keys || width.Equals(keys)
            || width.IsOne || width.Constant is null || keys.Constant is null)
        {
            return mask;
        }

        bool isBool = mask.ElementType == OnnxElementType.Bool;
        var fill = isBool
            ? graph.Constant(0, OnnxElementType.Float)
            : graph.Scalar(DotProductAttention.Lowest(mask.ElementType), mask);
        var numbers = isBool ? graph.Cast(mask, OnnxElementType.Float) : mask;
        var padded = graph.Add(
            "Pad",
            [numbers, graph.Integers(0, keys.Constant.Value - width.Constant.Value), fill, graph.Integers(-1)],
            ("mode", "constant"));
        return isBool ? graph.Cast(padded, OnnxElementType.Bool) : padded;
    }
}
