using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Slices that a list of true and false keeps.</summary>
internal sealed class CompressRule : ExpansionRule
{
    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var kept = graph.Flatten(graph.Add("NonZero", [node.Input(1)]));
        bool whole = node.Proto.Find("axis") is null;
        var x = whole ? graph.Flatten(node.Input(0)) : node.Input(0);
        return [graph.Add("Gather", [x, kept], ("axis", whole ? 0 : node.Int("axis", 0)))];
    }
}

/// <summary>Sequences turned round up to their length.</summary>
internal sealed class ReverseSequenceRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () => context.Graph.Add(
        "ReverseSequence",
        [context.Gradient, context.Input(1)],
        ("batch_axis", context.Int("batch_axis", 1)),
        ("time_axis", context.Int("time_axis", 0))));
}

/// <summary>The middle of a tensor, or a tensor in the middle of zeros.</summary>
internal sealed class CenterCropPadRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its input is not known" : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        int[] axes = [.. (context.Ints("axes") ?? [.. Enumerable.Range(0, x.Rank).Select(i => (long)i)]).Select(a => NodeContext.Axis(a, x.Rank))];
        GraphValue[] sizes = [.. axes.Select(a => graph.Dimension(x, a))];
        return graph.Add(
            "CenterCropPad",
            [context.Gradient, graph.Concat(0, sizes)],
            ("axes", axes.Select(a => (long)a).ToArray()));
    });
}

/// <summary>One of two values for each class: the values are what can be differentiated.</summary>
internal sealed class OneHotRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(0) || context.NeedsGradient(1) ? "its positions lie on the path, and have no slope" : null;

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var values = node.Input(2);
        var hot = graph.Add(
            "OneHot",
            [node.Input(0), node.Input(1), graph.Constant([0, 1], values.ElementType, 2)],
            ("axis", node.Int("axis", -1)));
        var off = graph.Slice(values, graph.Integers(0), graph.Integers(1), graph.Integers(0));
        var on = graph.Slice(values, graph.Integers(1), graph.Integers(2), graph.Integers(0));
        return [off + (hot * (on - off))];
    }
}

/// <summary>New keys or values written into a cache, at a place for each example.</summary>
internal sealed class TensorScatterRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its cache is not known" : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var (cache, update) = (node.Input(0), node.Input(1));
        int rank = cache.Rank;
        int axis = NodeContext.Axis(node.Int("axis", -2), rank);
        long[] along = [.. Enumerable.Range(0, rank).Select(i => i == axis ? -1L : 1L)];
        long[] examples = [.. Enumerable.Range(0, rank).Select(i => i == 0 ? -1L : 1L)];
        var places = graph.Reshape(Attention.Heads.Positions(update, axis), graph.Integers(along));
        if (node.HasInput(2))
        {
            places += graph.Reshape(node.Input(2), graph.Integers(examples));
        }

        if (node.Text("mode", "linear") == "circular")
        {
            places = graph.Add("Mod", [places, graph.Dimension(cache, axis)]);
        }

        var indices = graph.Expand(places, graph.Shape(update));
        return [graph.Add("ScatterElements", [cache, indices, update], ("axis", axis))];
    }
}
