namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Lets matrix products read weights as they lie in the file instead of a transposed copy.</summary>
/// <remarks>The copy would belong to one session; the weights themselves are shared by all.</remarks>
internal static class TransposedWeights
{
    public static void Apply(OnnxGraph graph)
    {
        foreach (var node in graph.Proto.Node)
        {
            if (node.Is("MatMul") && graph.Producer(node.Input[1]) is { } transpose && transpose.Is("Transpose")
                && graph.Constant(transpose.Input[0]) is { Dims.Count: 2 } weights
                && weights.DataType == (int)OnnxElementType.Float
                && graph.Facts[node.Input[0]].Rank >= 2)
            {
                node.OpType = "FusedMatMul";
                node.Domain = Operators.Microsoft;
                node.Input[1] = transpose.Input[0];
                node.Set("transB", 1);
            }
        }

        graph.Prune();
    }
}
