using Google.Protobuf.Collections;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Puts nodes in the order of their data.</summary>
internal static class TopologicalOrder
{
    /// <summary>Orders nodes so that each comes after those it reads; nodes that are in order stay where they are.</summary>
    /// <returns>The first node that is on or behind a cycle; null if there is none and the nodes are in order now.</returns>
    public static NodeProto? Sort(GraphProto graph)
    {
        var nodes = graph.Node;
        var producer = new Dictionary<string, int>(nodes.Count, StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            var outputs = nodes[i].Output;
            for (int k = 0; k < outputs.Count; k++)
            {
                if (outputs[k].Length > 0)
                {
                    producer[outputs[k]] = i;
                }
            }
        }

        if (IsSorted(nodes, producer))
        {
            return null;
        }

        int[] pending = new int[nodes.Count];
        var readers = new List<int>?[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string input in nodes[i].AllInputs())
            {
                if (producer.TryGetValue(input, out int source))
                {
                    pending[i]++;
                    (readers[source] ??= []).Add(i);
                }
            }
        }

        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < pending.Length; i++)
        {
            if (pending[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var order = new List<NodeProto>(pending.Length);
        while (ready.TryDequeue(out int next, out _))
        {
            order.Add(nodes[next]);
            foreach (int reader in readers[next] ?? [])
            {
                if (--pending[reader] == 0)
                {
                    ready.Enqueue(reader, reader);
                }
            }
        }

        if (order.Count < pending.Length)
        {
            return nodes[Array.FindIndex(pending, left => left > 0)];
        }

        nodes.Clear();
        nodes.AddRange(order);
        return null;
    }

    private static bool IsSorted(RepeatedField<NodeProto> nodes, Dictionary<string, int> producer)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            var inputs = nodes[i].Input;
            for (int k = 0; k < inputs.Count; k++)
            {
                if (Follows(inputs[k], i))
                {
                    return false;
                }
            }

            if (nodes[i].HasSubgraphs() && nodes[i].AllInputs().Any(input => Follows(input, i)))
            {
                return false;
            }
        }

        return true;

        bool Follows(string input, int reader) => producer.TryGetValue(input, out int source) && source >= reader;
    }
}
