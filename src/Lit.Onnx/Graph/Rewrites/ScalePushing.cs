using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Scales an operand of a matrix product instead of the product where the operand is smaller.</summary>
/// <remarks>Attention scores of T tokens are T wide, the queries that they come from only as wide as a head.</remarks>
internal static class ScalePushing
{
    public static void Apply(OnnxGraph graph)
    {
        bool changed = false;
        foreach (var node in graph.Proto.Node.ToArray())
        {
            if (graph.ScaledOperand(node) is not var (product, _) || graph.Producer(product) is not { } multiply
                || !multiply.Is("MatMul") || graph.OnlyConsumer(product) != node
                || !IsNarrower(graph, multiply.Input[0], product) || graph.Constant(multiply.Input[1]) is not null
                || graph.IsOutput(node.Output[0]))
            {
                continue;
            }

            string scaled = graph.NewName("scaled");
            var scale = new NodeProto { OpType = node.OpType, Output = { scaled } };
            scale.Input.AddRange(node.Input.Select(i => i == product ? multiply.Input[0] : i));
            if (!graph.TryReplaceUses(node.Output[0], product))
            {
                continue;
            }

            graph.Append(scale);
            multiply.Input[0] = scaled;
            changed = true;
        }

        if (changed)
        {
            graph.RemoveUnused();
        }
    }

    /// <summary>Whether the rows of an operand are known to be shorter than those of the product, or can only be longer for short inputs.</summary>
    private static bool IsNarrower(OnnxGraph graph, string operand, string product) =>
        graph.Facts[operand].Shape is [_, _, .., { Constant: { } width }] && graph.Facts[product].Shape is [.., var wide]
            && (wide.Constant is not { } fixedWidth || width <= fixedWidth);
}
