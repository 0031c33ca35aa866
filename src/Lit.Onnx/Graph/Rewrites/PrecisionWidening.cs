using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Lets a model of 16-bit numbers compute in 32 bits, from the same weights.</summary>
/// <remarks>
/// Processors compute 16-bit numbers in 32 bits anyway or have no kernels for them, and small cotangents vanish in 16 bits.
/// Inputs and outputs keep their types.
/// </remarks>
internal static class PrecisionWidening
{
    /// <summary>Constants up to this many elements are converted at once; larger ones when the program is loaded.</summary>
    private const int Small = 4096;

    private static readonly string[] TypeAttributes = ["to", "dtype"];

    /// <returns>Whether there was anything to do.</returns>
    public static bool Apply(OnnxGraph graph)
    {
        if (!graph.Proto.Initializer.Any(t => IsNarrow(graph, t)) && !graph.Proto.Input.Any(IsHalf) && !AnyHalf(graph, graph.Proto))
        {
            return false;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var casts = new List<NodeProto>();
        WidenConstants(graph, graph.Proto, names, casts);
        foreach (var input in graph.Proto.Input.Where(IsHalf))
        {
            casts.Add(Cast(input.Name, names[input.Name] = graph.NewName("wide"), OnnxElementType.Float));
        }

        Rewrite(graph, graph.Proto, names);
        var outputs = OutputTypes(graph);
        graph.Proto.Node.AddRange(casts);
        NarrowOutputs(graph, outputs);
        graph.Refresh();
        return true;
    }

    /// <summary>Takes 32-bit copies of constants; of branches and loops too, whose constants are their own.</summary>
    private static void WidenConstants(OnnxGraph graph, GraphProto proto, Dictionary<string, string> names, List<NodeProto> casts)
    {
        foreach (var tensor in proto.Initializer.Where(t => IsNarrow(graph, t)).ToArray())
        {
            string wide = names[tensor.Name] = graph.NewName("wide");
            if (tensor.ElementCount() <= Small && tensor.ReadFloats() is { } values)
            {
                proto.Initializer.Add(TensorData.Create(wide, OnnxElementType.Float, values, [.. tensor.Dims]));
            }
            else
            {
                casts.Add(Cast(tensor.Name, wide, OnnxElementType.Float));
            }
        }
    }

    private static void Rewrite(OnnxGraph graph, GraphProto proto, Dictionary<string, string> names)
    {
        foreach (var value in proto.ValueInfo)
        {
            Widen(value);
        }

        foreach (var node in proto.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
            }

            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor && IsHalf(tensor.DataType) && tensor.ReadFloats() is { } values)
                {
                    attribute.T = TensorData.Create(tensor.Name, OnnxElementType.Float, values, [.. tensor.Dims]);
                }

                if (TypeAttributes.Contains(attribute.Name) && IsHalf((int)attribute.I))
                {
                    attribute.I = (long)OnnxElementType.Float;
                }
            }

            foreach (var body in node.Subgraphs())
            {
                RewriteBody(graph, body, names);
            }
        }
    }

    private static void RewriteBody(OnnxGraph graph, GraphProto body, Dictionary<string, string> names)
    {
        // A name that the body gives to a value of its own hides the one outside.
        var hidden = body.Input.Select(i => i.Name).Concat(body.Node.SelectMany(n => n.Output)).Concat(body.Initializer.Select(t => t.Name));
        var inner = new Dictionary<string, string>(names, StringComparer.Ordinal);
        foreach (string name in hidden)
        {
            inner.Remove(name);
        }

        var casts = new List<NodeProto>();
        WidenConstants(graph, body, inner, casts);
        foreach (var value in body.Input.Concat(body.Output))
        {
            Widen(value);
        }

        Rewrite(graph, body, inner);
        foreach (var output in body.Output)
        {
            output.Name = inner.GetValueOrDefault(output.Name, output.Name);
        }

        NodeProto[] nodes = [.. casts, .. body.Node];
        body.Node.Clear();
        body.Node.AddRange(nodes);
    }

    /// <summary>The outputs of 16-bit numbers, which are to stay that.</summary>
    private static Dictionary<string, OnnxElementType> OutputTypes(OnnxGraph graph) => graph.Proto.Output
        .Select(o => (o.Name, Type: o.Type?.TensorType is { ElemType: > 0 } declared ? (OnnxElementType)declared.ElemType : graph.Facts[o.Name].Type))
        .Where(o => IsHalf((int)o.Type))
        .ToDictionary(o => o.Name, o => o.Type, StringComparer.Ordinal);

    private static void NarrowOutputs(OnnxGraph graph, Dictionary<string, OnnxElementType> outputs)
    {
        var inner = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node.ToArray())
        {
            for (int i = 0; i < node.Output.Count; i++)
            {
                if (outputs.TryGetValue(node.Output[i], out var type))
                {
                    string wide = inner[node.Output[i]] = graph.NewName("wide");
                    graph.Proto.Node.Add(Cast(wide, node.Output[i], type));
                    node.Output[i] = wide;
                }
            }
        }

        // Other readers go on in 32 bits.
        foreach (var node in graph.Proto.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = inner.GetValueOrDefault(node.Input[i], node.Input[i]);
            }

            foreach (var body in node.Subgraphs())
            {
                RewriteBody(graph, body, inner);
            }
        }
    }

    private static bool AnyHalf(OnnxGraph graph, GraphProto proto) => proto.Node.Any(node =>
        node.Attribute.Any(a => (a.T is { } tensor && IsHalf(tensor.DataType)) || (TypeAttributes.Contains(a.Name) && IsHalf((int)a.I)))
        || node.Subgraphs().Any(body => body.Initializer.Any(t => IsNarrow(graph, t)) || AnyHalf(graph, body)));

    /// <summary>Whether a constant of 16 bits is computed with; one that is only stored so is not.</summary>
    private static bool IsNarrow(OnnxGraph graph, TensorProto tensor) => IsHalf(tensor.DataType)
        && !(graph.Consumers(tensor.Name) is { Count: > 0 } readers
            && readers.All(n => n.Is("Cast") && !IsHalf((int)n.Int("to"))));

    private static bool IsHalf(ValueInfoProto value) => value.Type?.TensorType is { } tensor && IsHalf(tensor.ElemType);

    private static bool IsHalf(int type) => (OnnxElementType)type is OnnxElementType.Float16 or OnnxElementType.BFloat16;

    private static void Widen(ValueInfoProto value)
    {
        if (IsHalf(value))
        {
            value.Type.TensorType.ElemType = (int)OnnxElementType.Float;
        }
    }

    private static NodeProto Cast(string from, string to, OnnxElementType type)
    {
        var node = new NodeProto { OpType = "Cast", Input = { from }, Output = { to } };
        node.Set("to", (long)type);
        return node;
    }
}
