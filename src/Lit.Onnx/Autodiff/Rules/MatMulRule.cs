namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A product of matrices, with broadcasting of the dimensions in front.</summary>
internal sealed class MatMulRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (a, b) = (context.Input(0), context.Input(1));
        int left = a.Rank;
        int right = b.Rank;
        if (left == 1 || right == 1)
        {
            DifferentiateVectors(context, a, b, left, right);
            return;
        }

        var (graph, g) = (context.Graph, context.Gradient);
        context.SetInputGradient(0, () => graph.Unbroadcast(graph.Add("MatMul", [g, graph.TransposeMatrices(b)]), a));
        context.SetInputGradient(1, () => right == 2 && left > 2
            ? graph.Add("MatMul", [graph.Transpose(Rows(graph, a), 1, 0), Rows(graph, g)])
            : graph.Unbroadcast(Weighed(graph, a, g), b));
    }

    /// <summary>Aᵀ G, by transposing whichever of both is narrower: Aᵀ G = (Gᵀ A)ᵀ.</summary>
    private static GraphValue Weighed(GraphEmitter graph, GraphValue a, GraphValue g) =>
        g.Dimensions?[^1] is { } width && (a.Dimensions?[^1] is not { } keys || width < keys)
            ? graph.TransposeMatrices(graph.Add("MatMul", [graph.TransposeMatrices(g), a]))
            : graph.Add("MatMul", [graph.TransposeMatrices(a), g]);

    /// <summary>All dimensions but the last as one.</summary>
    private static GraphValue Rows(GraphEmitter graph, GraphValue x) =>
        graph.Reshape(x, graph.Concat(0, graph.Integers(-1), graph.Dimension(x, -1)));

    private static void DifferentiateVectors(GradientContext context, GraphValue a, GraphValue b, int left, int right)
    {
        var (graph, g) = (context.Graph, context.Gradient);
        if (left == 1 && right == 1)
        {
            context.SetInputGradient(0, () => g * b);
            context.SetInputGradient(1, () => g * a);
        }
        else if (right == 1)
        {
            var column = graph.Unsqueeze(g, -1);
            context.SetInputGradient(0, () => column * b);
            context.SetInputGradient(1, () => graph.Unbroadcast(column * a, b));
        }
        else
        {
            var row = graph.Unsqueeze(g, -2);
            context.SetInputGradient(0, () => graph.Unbroadcast(
                graph.Squeeze(graph.Add("MatMul", [row, graph.TransposeMatrices(b)]), -2),
                a));
            context.SetInputGradient(1, () => graph.Unsqueeze(a, -1) * row);
        }
    }
}

/// <summary>α A B + β C, each matrix possibly transposed.</summary>
internal sealed class GemmRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        float alpha = context.Float("alpha", 1);
        float beta = context.Float("beta", 1);
        long ta = context.Int("transA", 0);
        long tb = context.Int("transB", 0);
        var (graph, g, a, b) = (context.Graph, context.Gradient, context.Input(0), context.Input(1));
        context.SetInputGradient(0, () => ta != 0
            ? graph.Add("Gemm", [b, g], ("alpha", alpha), ("transA", tb), ("transB", 1))
            : graph.Add("Gemm", [g, b], ("alpha", alpha), ("transA", 0), ("transB", 1 - tb)));
        context.SetInputGradient(1, () => tb != 0
            ? graph.Add("Gemm", [g, a], ("alpha", alpha), ("transA", 1), ("transB", ta))
            : graph.Add("Gemm", [a, g], ("alpha", alpha), ("transA", 1 - ta), ("transB", 0)));
        context.SetInputGradient(2, () => graph.Unbroadcast(g * beta, context.Input(2)));
    }
}
