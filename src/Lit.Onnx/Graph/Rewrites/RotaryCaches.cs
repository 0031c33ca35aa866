using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Gives rotary embeddings sines and cosines for every row, where a file has them for one row alone.</summary>
/// <remarks>Exporters write them once, which the runtime takes for a batch of one only.</remarks>
internal static class RotaryCaches
{
    public static void Apply(OnnxGraph graph)
    {
        var nodes = new List<NodeProto>(graph.Proto.Node.Count);
        foreach (var node in graph.Proto.Node)
        {
            if (node.Is("RotaryEmbedding") && !node.HasInput(3))
            {
                foreach (int cache in (int[])[1, 2])
                {
                    if (graph.Facts[node.Input[cache]].Shape is [{ Constant: 1 }, _, _]
                        && graph.Facts[node.Input[0]].Shape is [{ Constant: not 1 }, ..])
                    {
                        node.Input[cache] = Repeat(graph, nodes, node.Input[cache], node.Input[0]);
                    }
                }
            }

            nodes.Add(node);
        }

        graph.Proto.Node.Clear();
        graph.Proto.Node.AddRange(nodes);
    }

    private static string Repeat(OnnxGraph graph, List<NodeProto> nodes, string cache, string x)
    {
        string batch = graph.NewName("batch");
        string ones = graph.NewName("ones");
        string shape = graph.NewName("shape");
        string result = graph.NewName("cache");
        graph.Proto.Initializer.Add(TensorData.Create(ones, [1, 1], 2));
        var size = new NodeProto { OpType = "Shape", Input = { x }, Output = { batch } };
        size.Set("start", 0L);
        size.Set("end", 1L);
        var join = new NodeProto { OpType = "Concat", Input = { batch, ones }, Output = { shape } };
        join.Set("axis", 0L);
        nodes.Add(size);
        nodes.Add(join);
        nodes.Add(new NodeProto { OpType = "Expand", Input = { cache, shape }, Output = { result } });
        return result;
    }
}
