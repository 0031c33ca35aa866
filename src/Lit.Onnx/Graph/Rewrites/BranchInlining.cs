using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Puts the branch that is taken in place of an If whose condition is the same in every run.</summary>
/// <remarks>Exporters write such nodes around checks of shapes. The names inside a branch are unique, so nothing is renamed.</remarks>
internal static class BranchInlining
{
    /// <returns>Whether there was such a node in the graph itself.</returns>
    public static bool Apply(OnnxGraph graph)
    {
        bool found = false;
        var nodes = new List<NodeProto>(graph.Proto.Node.Count);
        foreach (var node in graph.Proto.Node)
        {
            if (!node.Is("If") || Taken(graph, node) is not { } branch || branch.Output.Count < node.Output.Count)
            {
                nodes.Add(node);
                continue;
            }

            found = true;
            nodes.AddRange(branch.Node);
            graph.Proto.ValueInfo.AddRange(branch.ValueInfo);
            for (int i = 0; i < node.Output.Count; i++)
            {
                if (node.Output[i].Length > 0)
                {
                    nodes.Add(new NodeProto { OpType = "Identity", Input = { branch.Output[i].Name }, Output = { node.Output[i] } });
                }
            }
        }

        if (found)
        {
            graph.Proto.Node.Clear();
            graph.Proto.Node.AddRange(nodes);
        }

        return found;
    }

    private static GraphProto? Taken(OnnxGraph graph, NodeProto node)
    {
        long? condition = graph.Facts[node.Input[0]].Constants is [var known] ? known
            : graph.Constant(node.Input[0])?.ReadIntegers() is [var stored] ? stored
            : null;
        return condition switch
        {
            null => null,
            0 => node.Body("else_branch"),
            _ => node.Body("then_branch"),
        };
    }
}
