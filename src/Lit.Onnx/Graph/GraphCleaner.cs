using Lit.Onnx.Graph.Rewrites;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Removes what exporters leave behind: constant nodes, identities, dropout, arithmetic on known sizes.</summary>
internal static class GraphCleaner
{
    public static void Clean(OnnxGraph graph)
    {
        HoistConstants(graph, graph.Proto);
        RecurrentLayout.Apply(graph);
        graph.Refresh();
        while (BranchInlining.Apply(graph))
        {
            graph.Refresh();
        }

        RemoveCopies(graph);
        graph.Refresh();
        SequenceStacking.Apply(graph);
        RotaryCaches.Apply(graph);
        graph.Refresh();
        if (FoldSizes(graph) | graph.Prune())
        {
            graph.Refresh();
        }
    }

    /// <summary>Makes constants of Constant nodes; those of branches and loops become constants of the model.</summary>
    private static void HoistConstants(OnnxGraph graph, GraphProto proto)
    {
        var kept = new List<NodeProto>(proto.Node.Count);
        foreach (var node in proto.Node)
        {
            foreach (var body in node.Subgraphs())
            {
                HoistConstants(graph, body);

                // A graph may return what it has itself, not what it reads from outside.
                var own = body.Input.Concat(body.Output).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
                var constants = body.Initializer.Where(t => !own.Contains(t.Name)).ToArray();
                graph.Proto.Initializer.AddRange(constants);
                foreach (var constant in constants)
                {
                    body.Initializer.Remove(constant);
                }
            }

            bool returned = proto != graph.Proto && node.Output.Any(o => proto.Output.Any(r => r.Name == o));
            if (!returned && node.Is("Constant") && AsTensor(node) is { } tensor)
            {
                tensor.Name = node.Output[0];
                graph.Proto.Initializer.Add(tensor);
            }
            else
            {
                kept.Add(node);
            }
        }

        proto.Node.Clear();
        proto.Node.AddRange(kept);
    }

    private static TensorProto? AsTensor(NodeProto node)
    {
        if (node.Attribute is not [var attribute] || attribute.RefAttrName.Length > 0)
        {
            return null;
        }

        return attribute.Name switch
        {
            "value" => attribute.T?.Clone(),
            "value_int" => TensorData.Create(string.Empty, [attribute.I]),
            "value_ints" => TensorData.Create(string.Empty, [.. attribute.Ints], attribute.Ints.Count),
            "value_float" => TensorData.Create(string.Empty, OnnxElementType.Float, [attribute.F]),
            "value_floats" => TensorData.Create(
                string.Empty,
                OnnxElementType.Float,
                [.. attribute.Floats.Select(f => (double)f)],
                attribute.Floats.Count),
            "value_string" => new TensorProto { DataType = (int)OnnxElementType.String, StringData = { attribute.S } },
            _ => null,
        };
    }

    /// <summary>Lets readers of a copy read the original.</summary>
    private static void RemoveCopies(OnnxGraph graph)
    {
        var kept = graph.Proto.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node.Where(n => n.Subgraphs().Any()))
        {
            kept.UnionWith(node.AllInputs());
        }

        var originals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = originals.GetValueOrDefault(node.Input[i], node.Input[i]);
            }

            if (IsCopy(graph, node) && !kept.Contains(node.Output[0]))
            {
                originals[node.Output[0]] = node.Input[0];
            }
        }
    }

    private static bool IsCopy(OnnxGraph graph, NodeProto node) => node.OpType switch
    {
        _ when Operators.NormalizeDomain(node.Domain).Length > 0 => false,
        "Identity" => true,
        "Dropout" => IsInference(graph, node) && !(node.HasOutput(1) && graph.Consumers(node.Output[1]).Count > 0),
        "Cast" => graph.Facts[node.Input[0]].Type is var type && type != OnnxElementType.Undefined && (long)type == node.Int("to"),
        "Sum" or "Max" or "Min" or "Mean" => node.Input.Count == 1,
        _ => false,
    };

    private static bool IsInference(OnnxGraph graph, NodeProto node) =>
        !node.HasInput(2) || graph.Facts[node.Input[2]].Constants is [0] || graph.Scalar(node.Input[2]) is 0;

    /// <summary>Replaces small tensors of integers that are the same in every run.</summary>
    /// <returns>Whether there were any.</returns>
    private static bool FoldSizes(OnnxGraph graph)
    {
        var kept = new List<NodeProto>(graph.Proto.Node.Count);
        foreach (var node in graph.Proto.Node)
        {
            if (node.Output is [var name] && !node.Subgraphs().Any() && !graph.IsOutput(name)
                && graph.Facts[name] is { Constants: { } content, FixedShape: { } shape } facts
                && facts.Type is OnnxElementType.Int64 or OnnxElementType.Int32 or OnnxElementType.Bool
                && content.Length == shape.Aggregate(1L, (a, b) => a * b))
            {
                graph.Proto.Initializer.Add(facts.Type == OnnxElementType.Int64
                    ? TensorData.Create(name, content, shape)
                    : TensorData.Create(name, facts.Type, [.. content.Select(c => (double)c)], shape));
            }
            else
            {
                kept.Add(node);
            }
        }

        bool found = kept.Count < graph.Proto.Node.Count;
        graph.Proto.Node.Clear();
        graph.Proto.Node.AddRange(kept);
        return found;
    }
}
