using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Classical;

/// <summary>(x − offset) · scale.</summary>
internal sealed class ScalerRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = graph.Cast(node.Input(0), OnnxElementType.Float);
        if (node.Floats("offset") is { Count: > 0 } offset)
        {
            x -= graph.Constant([.. offset.Select(v => (double)v)], OnnxElementType.Float, offset.Count);
        }

        return [node.Floats("scale") is { Count: > 0 } scale
            ? x * graph.Constant([.. scale.Select(v => (double)v)], OnnxElementType.Float, scale.Count)
            : x];
    }
}

/// <summary>Rows divided by their greatest element, their sum of absolute values, or their length.</summary>
internal sealed class NormalizerRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = graph.Cast(node.Input(0), OnnxElementType.Float);
        var last = graph.Integers(-1);
        var size = node.Text("norm", "MAX") switch
        {
            "L1" => graph.Add("ReduceL1", [x, last], ("keepdims", 1)),
            "L2" => graph.Add("ReduceL2", [x, last], ("keepdims", 1)),
            _ => graph.Add("ReduceMax", [x, last], ("keepdims", 1)),
        };
        var zero = graph.Add("Equal", [size, graph.Scalar(0, size)]);
        return [x / graph.Where(zero, graph.Scalar(1, size), size)];
    }
}

/// <summary>Numbers that are missing are replaced by constants; the others pass.</summary>
internal sealed class ImputerRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Floats("imputed_value_floats") is { Count: > 0 } ? null : "it replaces integers";

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = node.Input(0);
        var imputed = node.Floats("imputed_value_floats")!;
        float replaced = node.Float("replaced_value_float", 0);
        var missing = float.IsNaN(replaced)
            ? graph.Add("IsNaN", [x])
            : graph.Add("Equal", [x, graph.Scalar(replaced, x)]);
        return [graph.Where(missing, graph.Constant([.. imputed.Select(v => (double)v)], x.ElementType, imputed.Count), x)];
    }
}

/// <summary>Columns side by side.</summary>
internal sealed class FeatureVectorizerRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        Enumerable.Range(0, context.InputCount).Any(i => context.Input(i).Facts.Rank is not (1 or 2)) ? "the rank of its columns is not known" : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        GraphValue?[] parts =
        [
            .. Enumerable.Range(0, node.InputCount).Select(i =>
            {
                var part = graph.Cast(node.Input(i), OnnxElementType.Float);
                return part.Rank == 1 ? graph.Unsqueeze(part, 1) : part;
            }),
        ];
        return [graph.Concat(1, parts)];
    }
}

/// <summary>Columns picked by their numbers.</summary>
internal sealed class ArrayFeatureExtractorRule : ExpansionRule
{
    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = node.Input(0);
        var picked = graph.Add("Gather", [x, graph.Flatten(node.Input(1))], ("axis", -1));
        return [x.Facts.Rank == 1 ? graph.Unsqueeze(picked, 0) : picked];
    }
}
