using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Classical;

/// <summary>Support vector regression with a kernel that has a slope: linear, polynomial, radial, sigmoid.</summary>
internal sealed class SvmRegressorRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Int("one_class", 0) != 0 ? "a one-class model answers with 1 or -1"
        : context.Floats("coefficients") is not { Count: > 0 } ? "it has no coefficients"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var coefficients = node.Floats("coefficients")!;
        var x = graph.Cast(node.Input(0), OnnxElementType.Float);
        long supports = node.Int("n_supports", 0);
        var features = supports > 0 ? Kernel.Apply(node, x, supports) : x;
        var weights = graph.Constant([.. coefficients.Select(c => (double)c)], OnnxElementType.Float, coefficients.Count, 1);
        var y = graph.Add("MatMul", [features, weights]) + (node.Floats("rho") is [var rho, ..] ? rho : 0);
        return [ScoreTransform.Apply(node, y)];
    }
}

/// <summary>The kernels of support vector machines.</summary>
internal static class Kernel
{
    /// <summary>The kernel of each row with each support vector: <c>[batch, supports]</c>.</summary>
    public static GraphValue Apply(NodeContext node, GraphValue x, long supports)
    {
        var graph = node.Graph;
        double[] vectors = [.. (node.Floats("support_vectors") ?? []).Select(v => (double)v)];
        var matrix = graph.Constant(vectors, OnnxElementType.Float, supports, vectors.Length / supports);
        var parameters = node.Floats("kernel_params") ?? [];
        float Parameter(int index) => index < parameters.Count ? parameters[index] : 0;
        float gamma = Parameter(0);
        var product = graph.Add("MatMul", [x, graph.Transpose(matrix, 1, 0)]);
        switch (node.Text("kernel_type", "LINEAR"))
        {
            case "POLY":
                return graph.Add("Pow", [(product * gamma) + Parameter(1), graph.Scalar(Parameter(2), product)]);
            case "SIGMOID":
                return graph.Add("Tanh", [(product * gamma) + Parameter(1)]);
            case "RBF":
                var difference = graph.Unsqueeze(x, 1) - graph.Unsqueeze(matrix, 0);
                return graph.Add("Exp", [graph.Sum(difference * difference, keep: false, -1) * -gamma]);
            default:
                return product;
        }
    }
}
