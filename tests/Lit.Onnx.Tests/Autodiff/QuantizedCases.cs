using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>A model with rounding and the same model without.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Rounded">The model with it.</param>
/// <param name="Exact">The model on numbers.</param>
internal sealed record QuantizedCase(string Name, Func<ModelProto> Rounded, Func<ModelProto> Exact)
{
    /// <summary>How far the values may be apart: steps of 8 bits.</summary>
    public double Noise { get; init; } = 0.05;

    /// <summary>How far the gradients may be apart; more where the slope depends on the rounded numbers.</summary>
    public double Tolerance { get; init; } = 1e-4;

    public override string ToString() => Name;
}

/// <summary>Quantised operators, each against its counterpart.</summary>
internal static class QuantizedCases
{
    private static readonly double[] Weights = [0.5, -0.25, 0.75, 1, -0.5, 0.25, -1, 0.5, 0.25, 0.75, -0.75, -0.5];

    public static IEnumerable<QuantizedCase> All =>
    [
        new("QuantizeLinear", () => Quantize().Node("DequantizeLinear", ["q", "s", "z"], "y").Build("y"), () => Start().Node("Identity", ["x"], "y").Build("y")),
        new("Relu on integers in between", () => Quantize().Node("Reshape", ["q", "shape"], "r").Integers("shape", 4, 3).Node("DequantizeLinear", ["r", "s", "z"], "y").Build("y"),
            () => Start().Node("Reshape", ["x", "shape"], "y").Integers("shape", 4, 3).Build("y")),
        new("MatMulInteger", () => Start().Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]).SignedBytes("w", [.. Weights.Select(v => v * 100)], 4, 3)
                .Node("MatMulInteger", ["q", "w", "z"], "i").Node("Cast", ["i"], "f", n => n.Set("to", 1L)).Number("ws", 0.01)
                .Node("Mul", ["s", "ws"], "both").Node("Mul", ["f", "both"], "y").Build("y"),
            () => Start().Numbers("w", Weights, 4, 3).Node("MatMul", ["x", "w"], "y").Build("y")),
        new("ConvInteger", () => Start(1, 1, 3, 4).Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]).SignedBytes("w", [.. Weights[..4].Select(v => v * 100)], 1, 1, 2, 2)
                .Node("ConvInteger", ["q", "w", "z"], "i", n => n.Set("pads", [1, 0, 0, 1])).Node("Cast", ["i"], "f", n => n.Set("to", 1L)).Number("ws", 0.01)
                .Node("Mul", ["s", "ws"], "both").Node("Mul", ["f", "both"], "y").Build("y"),
            () => Start(1, 1, 3, 4).Numbers("w", Weights[..4], 1, 1, 2, 2).Node("Conv", ["x", "w"], "y", n => n.Set("pads", [1, 0, 0, 1])).Build("y")),
        new("QLinearMatMul", () => Quantize().SignedBytes("w", [.. Weights.Select(v => v * 100)], 4, 3).Number("ws", 0.01).SignedByte("wz", 0).Number("ys", 0.03).Byte("yz", 128)
                .Node("QLinearMatMul", ["q", "s", "z", "w", "ws", "wz", "ys", "yz"], "p").Node("DequantizeLinear", ["p", "ys", "yz"], "y").Build("y"),
            () => Start().Numbers("w", Weights, 4, 3).Node("MatMul", ["x", "w"], "y").Build("y")),
        new("QLinearConv", () => Quantize(1, 1, 3, 4).SignedBytes("w", [.. Weights[..8].Select(v => v * 100)], 2, 1, 2, 2).Numbers("ws", [0.01, 0.01], 2)
                .SignedBytes("wz", [0, 0], 2).Number("ys", 0.03).Byte("yz", 128).Wholes("b", [3000, -2000], 2)
                .Node("QLinearConv", ["q", "s", "z", "w", "ws", "wz", "ys", "yz", "b"], "p").Node("DequantizeLinear", ["p", "ys", "yz"], "y").Build("y"),
            () => Start(1, 1, 3, 4).Numbers("w", Weights[..8], 2, 1, 2, 2).Numbers("b", [0.48, -0.32], 2).Node("Conv", ["x", "w", "b"], "y").Build("y")),
        Binary("QLinearAdd", "Add"),
        Binary("QLinearMul", "Mul") with { Tolerance = 0.02 },
        Unary("QLinearSigmoid", "Sigmoid", 0.004, 0) with { Tolerance = 0.02 },
        Unary("QLinearLeakyRelu", "LeakyRelu", 0.016, 128, n => n.Set("alpha", 0.25f)),
        Unary("QLinearGlobalAveragePool", "GlobalAveragePool", 0.016, 128) with { Tolerance = 1e-3 },
        Unary("QLinearAveragePool", "AveragePool", 0.016, 128, n => n.Set("kernel_shape", [2, 2])),
        Unary("QLinearSoftmax", "Softmax", 0.004, 0, n => n.Set("axis", -1L)) with { Tolerance = 0.02 },
        new("QLinearConcat", () => Quantize().Bytes("c", [100, 140, 128, 90, 200, 60, 128, 128, 128, 128, 150, 160], 3, 4).Number("ys", 0.016).Byte("yz", 128)
                .Node("QLinearConcat", ["ys", "yz", "q", "s", "z", "c", "s", "z"], "p", n => n.Set("axis", 1L), Operators.Microsoft).Node("DequantizeLinear", ["p", "ys", "yz"], "y").Build("y"),
            () => Start().Numbers("c", [.. new double[] { 100, 140, 128, 90, 200, 60, 128, 128, 128, 128, 150, 160 }.Select(v => (v - 128) * 0.016)], 3, 4)
                .Node("Concat", ["x", "c"], "y", n => n.Set("axis", 1L)).Build("y")),
        new("QGemm", () => Quantize().SignedBytes("w", [.. Weights.Select(v => v * 100)], 4, 3).Number("ws", 0.01).SignedByte("wz", 0)
                .Node("QGemm", ["q", "s", "z", "w", "ws", "wz"], "y", n => n.Set("alpha", 0.5f), Operators.Microsoft).Build("y"),
            () => Start().Numbers("w", Weights, 4, 3).Node("Gemm", ["x", "w"], "y", n => n.Set("alpha", 0.5f)).Build("y")),
        new("DynamicQuantizeMatMul", () => Start().SignedBytes("w", [.. Weights.Select(v => v * 100)], 4, 3).Number("ws", 0.01)
                .Node("DynamicQuantizeMatMul", ["x", "w", "ws"], "y", null, Operators.Microsoft).Build("y"),
            () => Start().Numbers("w", Weights, 4, 3).Node("MatMul", ["x", "w"], "y").Build("y")),
        new("MatMulIntegerToFloat", () => Start().Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]).SignedBytes("w", [.. Weights.Select(v => v * 100)], 4, 3).Number("ws", 0.01)
                .Node("MatMulIntegerToFloat", ["q", "w", "s", "ws", "z"], "y", null, Operators.Microsoft).Build("y"),
            () => Start().Numbers("w", Weights, 4, 3).Node("MatMul", ["x", "w"], "y").Build("y")),
        .. from bias in (bool[])[false, true]
           select new QuantizedCase(
               bias ? "MatMulNBits with a bias" : "MatMulNBits",
               () => Packed(bias).Build("y"),
               () => Start(3, 4).Numbers("w", Unpacked(), 4, 2).Node("MatMul", ["x", "w"], bias ? "p" : "y")
                   .If(bias, g => g.Numbers("b", [0.5, -0.5], 2).Node("Add", ["p", "b"], "y")).Build("y")) { Noise = 1e-4 },
    ];

    private static QuantizedCase Binary(string op, string exact) => new(
        op,
        () => Quantize().Bytes("c", [100, 140, 128, 90, 200, 60, 128, 128, 128, 128, 150, 160], 3, 4).Number("cs", 0.01).Number("ys", 0.02).Byte("yz", 128)
            .Node(op, ["q", "s", "z", "c", "cs", "z", "ys", "yz"], "p", null, Operators.Microsoft).Node("DequantizeLinear", ["p", "ys", "yz"], "y").Build("y"),
        () => Start().Numbers("c", [.. new double[] { 100, 140, 128, 90, 200, 60, 128, 128, 128, 128, 150, 160 }.Select(v => (v - 128) * 0.01)], 3, 4)
            .Node(exact, ["x", "c"], "y").Build("y"));

    private static QuantizedCase Unary(string op, string exact, double scale, long zero, Action<NodeProto>? attributes = null) => new(
        op,
        () => Quantize(1, 1, 3, 4).Number("ys", scale).Byte("yz", zero)
            .Node(op, ["q", "s", "z", "ys", "yz"], "p", n => { attributes?.Invoke(n); if (op == "QLinearSoftmax") { n.Set("opset", 13L); } }, Operators.Microsoft)
            .Node("DequantizeLinear", ["p", "ys", "yz"], "y").Build("y"),
        () => Start(1, 1, 3, 4).Node(exact, ["x"], "y", attributes).Build("y"));

    private static QuantizedGraph Start(params long[] shape) => new QuantizedGraph().Input("x", shape.Length == 0 ? [3, 4] : shape);

    private static QuantizedGraph Quantize(params long[] shape) =>
        Start(shape).Number("s", 0.016).Byte("z", 128).Node("QuantizeLinear", ["x", "s", "z"], "q");

    /// <summary>Four-bit weights [2, 1 block, 8 bytes], of which the first four rows count.</summary>
    private static QuantizedGraph Packed(bool bias)
    {
        byte[] bytes = new byte[16];
        for (int column = 0; column < 2; column++)
        {
            for (int row = 0; row < 4; row++)
            {
                bytes[(column * 8) + (row / 2)] |= (byte)(Level(row, column) << (4 * (row % 2)));
            }
        }

        return Start(3, 4).Bytes("w", [.. bytes.Select(b => (double)b)], 2, 1, 8).Numbers("ws", [0.25, 0.5], 2)
            .Node("MatMulNBits", bias ? ["x", "w", "ws", "", "", "b"] : ["x", "w", "ws"], "y", n =>
            {
                n.Set("K", 4L);
                n.Set("N", 2L);
                n.Set("bits", 4L);
                n.Set("block_size", 16L);
            }, Operators.Microsoft)
            .If(bias, g => g.Numbers("b", [0.5, -0.5], 2));
    }

    private static int Level(int row, int column) => ((row * 5) + (column * 3) + 2) % 16;

    private static double[] Unpacked() =>
        [.. from row in Enumerable.Range(0, 4) from column in Enumerable.Range(0, 2) select (Level(row, column) - 8) * (column == 0 ? 0.25 : 0.5)];
}
