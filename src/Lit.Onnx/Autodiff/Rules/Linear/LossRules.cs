using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Linear;

/// <summary>Negative log-likelihood and cross-entropy, with weights of classes and a class that is left out.</summary>
internal sealed class CrossEntropyRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its scores is not known" : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var log = node.Operator == "SoftmaxCrossEntropyLoss"
            ? graph.Add("LogSoftmax", [node.Input(0)], ("axis", 1))
            : node.Input(0);
        var labels = graph.Cast(node.Input(1), OnnxElementType.Int64);
        var one = graph.Scalar(1, log);
        GraphValue? shown = null;
        if (node.Proto.Find("ignore_index") is { } ignored)
        {
            shown = graph.Add("Not", [graph.Add("Equal", [labels, graph.Constant(ignored.I, OnnxElementType.Int64)])]);
            labels = graph.Where(shown, labels, graph.Constant(0, OnnxElementType.Int64));
        }

        var picked = graph.Squeeze(graph.Add("GatherElements", [log, graph.Unsqueeze(labels, 1)], ("axis", 1)), 1);
        GraphValue? weights = node.HasInput(2) ? graph.Add("Gather", [node.Input(2), labels], ("axis", 0)) : null;
        if (shown is not null)
        {
            weights = graph.WhereOrZero(shown, weights ?? one);
        }

        var loss = -(weights is null ? picked : picked * weights);
        long[] axes = [.. Enumerable.Range(0, loss.Rank).Select(i => (long)i)];
        var reduced = node.Text("reduction", "mean") switch
        {
            "none" => loss,
            "sum" => graph.Sum(loss, keep: false, axes),
            _ when weights is not null => graph.Sum(loss, keep: false, axes) / graph.Sum(weights, keep: false, axes),
            _ => graph.Add("ReduceMean", [loss, graph.Integers(axes)], ("keepdims", 0)),
        };
        return [reduced, node.Operator == "SoftmaxCrossEntropyLoss" ? log : null];
    }
}
