using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>eˣ / Σ eˣ along one axis.</summary>
/// <remarks>
/// A row that is masked everywhere is not a number. Exporters repair it behind the operator with <c>Where(IsNaN(p), 0, p)</c>;
/// the derivative uses the repaired values, or every row would become NaN through 0 · NaN.
/// </remarks>
internal sealed class SoftmaxRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var y = Repaired(context);
        int axis = NodeContext.Axis(context.Int("axis", -1), y.Rank);
        return (context.Gradient - RowSum(context, y, axis)) * y;
    });

    private static GraphValue Repaired(GradientContext context)
    {
        var graph = context.Graph.Graph;
        string y = context.Output(0).Name;
        foreach (var reader in graph.Consumers(y))
        {
            if (reader.Is("Where") && reader.Input[2] == y && graph.Producer(reader.Input[0]) is { } test
                && test.Is("IsNaN") && test.Input[0] == y)
            {
                return context.Graph.Value(reader.Output[0]);
            }
        }

        return context.Output(0);
    }

    /// <summary>Σ g y along the axis.</summary>
    /// <remarks>
    /// Where the probabilities p weigh values V and nothing else reads them, g = G Vᵀ and Σ g p = Σ G (p V): the sum over the
    /// keys becomes one over the width of a head, which is shorter.
    /// </remarks>
    private static GraphValue RowSum(GradientContext context, GraphValue y, int axis)
    {
        var graph = context.Graph;
        var inner = graph.Graph;
        if (axis == y.Rank - 1 && inner.Producer(context.Gradient.Name) is { } back && back.Is("MatMul")
            && inner.Consumers(y.Name).FirstOrDefault(n => n.Is("MatMul") && n.Input[0] == y.Name) is { } weigh
            && inner.Producer(back.Input[1]) is { } transposed && transposed.Is("Transpose") && transposed.Input[0] == weigh.Input[1]
            && GraphEmitter.SameShape(graph.Value(back.Input[0]), graph.Value(weigh.Output[0]))
            && IsNarrower(graph.Value(weigh.Output[0]), y))
        {
            return graph.Sum(graph.Value(back.Input[0]) * graph.Value(weigh.Output[0]), keep: true, axis);
        }

        return graph.Sum(context.Gradient * y, keep: true, axis);
    }

    private static bool IsNarrower(GraphValue values, GraphValue probabilities) =>
        values.Facts.Shape?[^1].Constant is { } width && (probabilities.Facts.Shape?[^1].Constant is not { } keys || width < keys);
}

/// <summary>x − ln Σ eˣ along one axis.</summary>
internal sealed class LogSoftmaxRule : UnaryRule
{
    protected override GraphValue Derive(NodeContext node, GraphValue g, GraphValue x, GraphValue y) =>
        g - (node.Graph.Add("Exp", [y]) * node.Graph.Sum(g, keep: true, NodeContext.Axis(node.Int("axis", -1), y.Rank)));
}
