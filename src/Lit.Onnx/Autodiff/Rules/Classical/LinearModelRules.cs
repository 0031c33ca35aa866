using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Classical;

/// <summary>Logistic regression and its kin; the scores are differentiated, the label is not a number.</summary>
internal sealed class LinearClassifierRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Floats("coefficients") is not { Count: > 0 } ? "it has no coefficients"
        : Rows(context) <= 0 || context.Floats("coefficients")!.Count % Rows(context) != 0 ? "its coefficients do not fit its classes"
        : Rows(context) == 1 && Labels(context) == 2 && context.Text("post_transform", "NONE") == "PROBIT"
            ? "the runtime leaves the second of its probabilities out"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        int rows = Rows(node);
        var scores = LinearModel.Scores(node, rows);
        bool second = rows == 1 && Labels(node) == 2;
        if (!second)
        {
            return [null, ScoreTransform.Apply(node, scores)];
        }

        // One score of two classes: that of the other class is what makes both complete.
        var graph = node.Graph;
        var y = node.Text("post_transform", "NONE") is "LOGISTIC"
            ? ScoreTransform.Apply(node, graph.Concat(1, -scores, scores))
            : graph.Concat(1, 1 - scores, scores);
        return [null, y];
    }

    /// <summary>How many scores there are before a second one is made.</summary>
    private static int Rows(NodeContext node) => node.Floats("intercepts") is { Count: > 0 } intercepts
        ? intercepts.Count
        : Math.Max(1, Labels(node));

    private static int Labels(NodeContext node) =>
        node.Ints("classlabels_ints")?.Count ?? node.Proto.Find("classlabels_strings")?.Strings.Count ?? 0;
}

/// <summary>Linear regression, of one target or more.</summary>
internal sealed class LinearRegressorRule : ExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node) =>
        [ScoreTransform.Apply(node, LinearModel.Scores(node, (int)node.Int("targets", 1)))];
}

/// <summary>What linear models share.</summary>
internal static class LinearModel
{
    /// <summary>x Wᵀ + b: <c>[batch, rows]</c>.</summary>
    public static GraphValue Scores(NodeContext node, int rows)
    {
        var graph = node.Graph;
        var coefficients = node.Floats("coefficients")!;
        var x = graph.Cast(node.Input(0), OnnxElementType.Float);
        if (x.Facts.Rank == 1)
        {
            x = graph.Unsqueeze(x, 0);
        }

        var weights = graph.Constant([.. coefficients.Select(c => (double)c)], OnnxElementType.Float, rows, coefficients.Count / rows);
        GraphValue? bias = node.Floats("intercepts") is { Count: > 0 } intercepts
            ? graph.Constant([.. intercepts.Select(c => (double)c)], OnnxElementType.Float, intercepts.Count)
            : null;
        return graph.Add("Gemm", [x, weights, bias], ("transB", 1));
    }
}
