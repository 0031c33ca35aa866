using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Lets recurrent nodes that take the batch first take the steps first, between permutations.</summary>
/// <remarks>The runtime has kernels for one layout only.</remarks>
internal static class RecurrentLayout
{
    private static readonly long[] ThreeAxes = [1, 0, 2];

    public static void Apply(OnnxGraph graph)
    {
        var nodes = new List<NodeProto>(graph.Proto.Node.Count);
        foreach (var node in graph.Proto.Node)
        {
            if (!(node.Is("LSTM") || node.Is("GRU") || node.Is("RNN")) || node.Int("layout") == 0)
            {
                nodes.Add(node);
                continue;
            }

            node.Remove("layout");
            foreach (int input in (int[])[0, 5, 6])
            {
                if (node.HasInput(input))
                {
                    string turned = graph.NewName("steps_first");
                    nodes.Add(Permutation(node.Input[input], turned, ThreeAxes));
                    node.Input[input] = turned;
                }
            }

            nodes.Add(node);
            for (int i = 0; i < node.Output.Count; i++)
            {
                if (node.HasOutput(i))
                {
                    // [steps, directions, batch, hidden] and [directions, batch, hidden] begin with the batch instead.
                    string turned = graph.NewName("steps_first");
                    nodes.Add(Permutation(turned, node.Output[i], i == 0 ? [2, 0, 1, 3] : ThreeAxes));
                    node.Output[i] = turned;
                }
            }
        }

        graph.Proto.Node.Clear();
        graph.Proto.Node.AddRange(nodes);
    }

    private static NodeProto Permutation(string from, string to, long[] order)
    {
        var node = new NodeProto { OpType = "Transpose", Input = { from }, Output = { to } };
        node.Set("perm", order);
        return node;
    }
}
