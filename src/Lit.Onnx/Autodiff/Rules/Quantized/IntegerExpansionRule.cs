using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Quantized;

/// <summary>An operator on integers that stand for rounded numbers, differentiated as its counterpart on numbers.</summary>
internal abstract class IntegerExpansionRule : ExpansionRule, IQuantizedRule
{
    public override string? Approximation => "the gradient is that of the arithmetic without rounding";

    protected override bool KeepsForward => true;

    public virtual bool Carries(int output) => output == 0;

    /// <summary>(q − zero point) · scale.</summary>
    protected static GraphValue Dequantized(NodeContext node, int data, int scale, int zero, int axis = 1)
    {
        var graph = node.Graph;
        return graph.Add(
            "DequantizeLinear",
            [node.Input(data), node.Input(scale), node.HasInput(zero) ? node.Input(zero) : null],
            ("axis", axis));
    }

    /// <summary>The result in integers again.</summary>
    protected static GraphValue Quantized(NodeContext node, GraphValue y, int scale, int zero) => node.Graph.Add(
        "QuantizeLinear",
        [y, node.Input(scale), node.HasInput(zero) ? node.Input(zero) : null]);

    /// <summary>q − zero point, as numbers.</summary>
    protected static GraphValue Levels(NodeContext node, int data, int zero, bool rowsHaveZeros = false)
    {
        var graph = node.Graph;
        var numbers = graph.Cast(node.Input(data), OnnxElementType.Float);
        if (!node.HasInput(zero))
        {
            return numbers;
        }

        var offset = graph.Cast(node.Input(zero), OnnxElementType.Float);
        return numbers - (rowsHaveZeros && offset.Facts.Rank == 1 && offset.Dimensions is not [1] ? graph.Unsqueeze(offset, -1) : offset);
    }
}

/// <summary>(A − zero) (B − zero) in 32-bit integers.</summary>
internal sealed class MatMulIntegerRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node) =>
        [node.Graph.Add("MatMul", [Levels(node, 0, 2, rowsHaveZeros: true), Levels(node, 1, 3)])];
}

/// <summary>Convolution of integers.</summary>
internal sealed class ConvIntegerRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var w = graph.Cast(node.Input(1), OnnxElementType.Float);
        if (node.HasInput(3))
        {
            var zero = graph.Cast(node.Input(3), OnnxElementType.Float);
            w -= zero.Rank == 1 && zero.Dimensions is not [1]
                ? graph.Reshape(zero, graph.Integers([-1, .. Enumerable.Repeat(1L, w.Rank - 1)]))
                : graph.Reshape(zero, graph.Integers());
        }

        return [graph.Copy("Conv", [Levels(node, 0, 2), w], node, Windows.Attributes)];
    }
}

/// <summary>Product of matrices of integers with scales.</summary>
internal sealed class QLinearMatMulRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        int columns = node.Input(3).Facts.Rank is { } rank and > 0 ? rank - 1 : 1;
        return [Quantized(node, node.Graph.Add("MatMul", [Dequantized(node, 0, 1, 2, 0), Dequantized(node, 3, 4, 5, columns)]), 6, 7)];
    }
}

/// <summary>Convolution of integers with scales; the bias is in units of both scales.</summary>
internal sealed class QLinearConvRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        GraphValue? bias = null;
        if (node.HasInput(8))
        {
            bias = graph.Cast(node.Input(8), OnnxElementType.Float) * (graph.Reshape(node.Input(1), graph.Integers(1)) * node.Input(4));
        }

        var y = graph.Copy("Conv", [Dequantized(node, 0, 1, 2), Dequantized(node, 3, 4, 5, 0), bias], node, Windows.Attributes);
        return [Quantized(node, y, 6, 7)];
    }
}

/// <summary>Sums and products of integers with scales.</summary>
internal sealed class QLinearArithmeticRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node) =>
        [Quantized(node, node.Graph.Add(node.Operator["QLinear".Length..], [Dequantized(node, 0, 1, 2), Dequantized(node, 3, 4, 5)]), 6, 7)];
}

/// <summary>Functions of one tensor of integers with scales.</summary>
internal sealed class QLinearFunctionRule : IntegerExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Int("channels_last", 0) != 0 ? "channels_last has no rule"
        : context.Operator is "QLinearReduceMean" && context.Int("keepdims", 1) == 0 && context.Ints("axes") is null ? "its axes are not given"
        : null;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        var x = Dequantized(node, 0, 1, 2);
        string op = node.Operator["QLinear".Length..];
        var y = op switch
        {
            "AveragePool" => graph.Copy(op, [x], node, [.. Windows.Attributes, "ceil_mode", "count_include_pad"]),
            "LeakyRelu" => graph.Copy(op, [x], node, "alpha"),
            "Softmax" => graph.Add(op, [x], ("axis", node.Int("axis", -1))),
            "ReduceMean" => graph.Add(
                op,
                [x, node.Ints("axes") is { } axes ? graph.Integers([.. axes]) : null],
                ("keepdims", node.Int("keepdims", 1))),
            _ => graph.Add(op, [x]),
        };
        return [Quantized(node, y, 3, 4)];
    }
}

/// <summary>Tensors of integers, each with its own scale, joined in one scale.</summary>
internal sealed class QLinearConcatRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        GraphValue?[] parts = [.. Enumerable.Range(0, (node.InputCount - 2) / 3).Select(i => Dequantized(node, 2 + (3 * i), 3 + (3 * i), 4 + (3 * i)))];
        return [Quantized(node, node.Graph.Concat((int)node.Int("axis", 0), parts), 0, 1)];
    }
}

/// <summary>Gemm of integers with scales; without a scale for the result, the result is a number.</summary>
internal sealed class QGemmRule : IntegerExpansionRule
{
    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var graph = node.Graph;
        bool transposed = node.Int("transB", 0) != 0;
        GraphValue? bias = null;
        if (node.HasInput(6))
        {
            bias = graph.Cast(node.Input(6), OnnxElementType.Float)
                * (graph.Reshape(node.Input(1), graph.Integers(1)) * node.Input(4) * node.Float("alpha", 1));
        }

        var y = graph.Add(
            "Gemm",
            [Dequantized(node, 0, 1, 2), Dequantized(node, 3, 4, 5, transposed ? 0 : 1), bias],
            ("alpha", node.Float("alpha", 1)),
            ("transA", node.Int("transA", 0)),
            ("transB", node.Int("transB", 0)));
        return [node.HasInput(7) ? Quantized(node, y, 7, 8) : y];
    }
}
