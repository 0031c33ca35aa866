using Google.Protobuf;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Reads and sets the attributes of a node.</summary>
internal static class NodeAttributes
{
    extension(NodeProto node)
    {
        /// <summary>Whether the node is a call of a standard operator.</summary>
        public bool Is(string op) => node.OpType == op && Operators.NormalizeDomain(node.Domain).Length == 0;

        public AttributeProto? Find(string name)
        {
            var attributes = node.Attribute;
            for (int i = 0; i < attributes.Count; i++)
            {
                if (attributes[i].Name == name)
                {
                    return attributes[i];
                }
            }

            return null;
        }

        public long Int(string name, long missing = 0) => node.Find(name)?.I ?? missing;

        public float Float(string name, float missing = 0) => node.Find(name)?.F ?? missing;

        public string Text(string name, string missing = "") => node.Find(name)?.S.ToStringUtf8() ?? missing;

        public long[]? Ints(string name) => node.Find(name) is { } found ? [.. found.Ints] : null;

        /// <summary>The name of an input; "" if it is left out.</summary>
        public string InputOrEmpty(int index) => index < node.Input.Count ? node.Input[index] : string.Empty;

        public bool HasInput(int index) => index < node.Input.Count && node.Input[index].Length > 0;

        public bool HasOutput(int index) => index < node.Output.Count && node.Output[index].Length > 0;

        public void Set(string name, long value)
        {
            node.Remove(name);
            node.Attribute.Add(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });
        }

        public void Set(string name, float value)
        {
            node.Remove(name);
            node.Attribute.Add(new AttributeProto { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float });
        }

        public void Set(string name, string value)
        {
            node.Remove(name);
            node.Attribute.Add(new AttributeProto
            {
                Name = name,
                S = ByteString.CopyFromUtf8(value),
                Type = AttributeProto.Types.AttributeType.String,
            });
        }

        public void Set(string name, ReadOnlySpan<long> values)
        {
            node.Remove(name);
            var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
            foreach (long value in values)
            {
                attribute.Ints.Add(value);
            }

            node.Attribute.Add(attribute);
        }

        public void SetFloats(string name, ReadOnlySpan<float> values)
        {
            node.Remove(name);
            var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
            foreach (float value in values)
            {
                attribute.Floats.Add(value);
            }

            node.Attribute.Add(attribute);
        }

        public void Set(string name, TensorProto value)
        {
            node.Remove(name);
            node.Attribute.Add(new AttributeProto { Name = name, T = value, Type = AttributeProto.Types.AttributeType.Tensor });
        }

        public void Set(string name, GraphProto value)
        {
            node.Remove(name);
            node.Attribute.Add(new AttributeProto { Name = name, G = value, Type = AttributeProto.Types.AttributeType.Graph });
        }

        /// <summary>The graph that an attribute holds: a branch or the body of a loop.</summary>
        public GraphProto? Body(string name) => node.Find(name)?.G;

        public void Remove(string name)
        {
            if (node.Find(name) is { } found)
            {
                node.Attribute.Remove(found);
            }
        }

        /// <summary>The graphs that the node runs: branches and loop bodies.</summary>
        public IEnumerable<GraphProto> Subgraphs() => node.HasSubgraphs() ? EachSubgraph(node) : [];

        /// <summary>Whether the node runs graphs.</summary>
        public bool HasSubgraphs()
        {
            var attributes = node.Attribute;
            for (int i = 0; i < attributes.Count; i++)
            {
                if (attributes[i].G is not null || attributes[i].Graphs.Count > 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The inputs, and the values of the surrounding graph that subgraphs of the node read.</summary>
        public IEnumerable<string> AllInputs() => node.HasSubgraphs() ? InputsAndCaptures(node) : node.Input;

        /// <summary>Whether the node reads one of some values, in a subgraph or itself.</summary>
        public bool Reads(HashSet<string> values)
        {
            var inputs = node.Input;
            for (int i = 0; i < inputs.Count; i++)
            {
                if (values.Contains(inputs[i]))
                {
                    return true;
                }
            }

            return node.HasSubgraphs() && InputsAndCaptures(node).Any(values.Contains);
        }

        /// <summary>Whether the node makes one of some values.</summary>
        public bool Makes(HashSet<string> values)
        {
            var outputs = node.Output;
            for (int i = 0; i < outputs.Count; i++)
            {
                if (values.Contains(outputs[i]))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static IEnumerable<GraphProto> EachSubgraph(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
        {
            if (attribute.G is { } graph)
            {
                yield return graph;
            }

            foreach (var one in attribute.Graphs)
            {
                yield return one;
            }
        }
    }

    private static IEnumerable<string> InputsAndCaptures(NodeProto node)
    {
        foreach (string input in node.Input)
        {
            yield return input;
        }

        foreach (var subgraph in EachSubgraph(node))
        {
            foreach (string captured in Captures(subgraph))
            {
                yield return captured;
            }
        }
    }

    /// <summary>The values that a graph reads and does not make.</summary>
    public static HashSet<string> Captures(GraphProto graph)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var read = new HashSet<string>(StringComparer.Ordinal);
        made.UnionWith(graph.Input.Select(i => i.Name));
        made.UnionWith(graph.Initializer.Select(i => i.Name));
        foreach (var tensor in graph.SparseInitializer)
        {
            made.Add(tensor.Values?.Name ?? string.Empty);
        }

        foreach (var node in graph.Node)
        {
            made.UnionWith(node.Output);
            read.UnionWith(node.Input);
            foreach (var subgraph in node.Subgraphs())
            {
                read.UnionWith(Captures(subgraph));
            }
        }

        read.UnionWith(graph.Output.Select(o => o.Name));
        read.ExceptWith(made);
        read.Remove(string.Empty);
        return read;
    }
}
