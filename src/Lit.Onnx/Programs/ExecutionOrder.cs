using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>The order in which the runtime runs the nodes of a graph.</summary>
/// <remarks>
/// It goes back from the nodes that nothing reads, depth first, and of the operands of a node takes the one first whose
/// node stands last in the file.
/// </remarks>
internal static class ExecutionOrder
{
    public static IReadOnlyList<NodeProto> Of(GraphProto graph)
    {
        var producer = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = graph.Node;
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string output in nodes[i].Output)
            {
                producer[output] = i;
            }
        }

        int[][] sources = new int[nodes.Count][];
        bool[] isRead = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            sources[i] = [.. nodes[i].AllInputs().Where(n => n.Length > 0 && producer.ContainsKey(n))
                .Select(n => producer[n]).Distinct().Order()];
            foreach (int source in sources[i])
            {
                isRead[source] = true;
            }
        }

        var order = new List<NodeProto>(nodes.Count);
        var stack = new Stack<(int Node, bool Leave)>();
        bool[] visited = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            if (!isRead[i])
            {
                stack.Push((i, false));
            }
        }

        while (stack.TryPop(out var entry))
        {
            if (entry.Leave)
            {
                order.Add(nodes[entry.Node]);
            }
            else if (!visited[entry.Node])
            {
                visited[entry.Node] = true;
                stack.Push((entry.Node, true));
                foreach (int source in sources[entry.Node])
                {
                    if (!visited[source])
                    {
                        stack.Push((source, false));
                    }
                }
            }
        }

        return order;
    }
}
