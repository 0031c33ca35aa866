using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Checks the structure of a model and puts its nodes in the order of their data.</summary>
/// <remarks>Walks graphs with loops and explicit work lists: the depth of a chain of nodes costs no stack.</remarks>
internal sealed class GraphValidator(OnnxFile file)
{
    private int _nodes;
    private int _tensors;

    /// <exception cref="OnnxModelException">The structure is broken or past a limit.</exception>
    public void Validate()
    {
        if (file.Model.Graph.Output.Count == 0)
        {
            throw Refuse("graph", "expected at least one output, found none.");
        }

        CheckGraph(file.Model.Graph, outer: [], depth: 0, place: "graph");
        foreach (var function in file.Model.Functions)
        {
            Count(ref _nodes, function.Node.Count, file.Limits.Nodes, "nodes");
        }
    }

    private void CheckGraph(GraphProto graph, HashSet<string> outer, int depth, string place)
    {
        if (depth > file.Limits.SubgraphDepth)
        {
            throw Refuse(place, $"expected at most {file.Limits.SubgraphDepth} graphs within graphs, found more.");
        }

        Count(ref _nodes, graph.Node.Count, file.Limits.Nodes, "nodes");
        Count(ref _tensors, graph.Initializer.Count + graph.SparseInitializer.Count, file.Limits.Tensors, "constants");

        var defined = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in graph.Input)
        {
            CheckName(input.Name, place);
            CheckShape(input);
            if (!defined.Add(input.Name))
            {
                throw Refuse(place, $"expected every value once, found the input '{input.Name}' twice.");
            }
        }

        var constants = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            CheckName(tensor.Name, place);
            TensorData.Check(tensor, file);
            if (!constants.Add(tensor.Name))
            {
                throw Refuse(place, $"expected every value once, found the constant '{tensor.Name}' twice.");
            }
        }

        foreach (var tensor in graph.SparseInitializer)
        {
            if (tensor.Values is { } values)
            {
                constants.Add(values.Name);
            }
        }

        defined.UnionWith(constants);
        CheckNodes(graph, defined);
        CheckOrder(graph, defined, outer, place);

        var visible = new HashSet<string>(outer, StringComparer.Ordinal);
        visible.UnionWith(defined);
        foreach (var output in graph.Output)
        {
            CheckShape(output);
            if (!visible.Contains(output.Name))
            {
                throw Refuse(place, $"expected a node that makes the output '{output.Name}', found none.");
            }
        }

        foreach (var node in graph.Node)
        {
            foreach (var subgraph in node.Subgraphs())
            {
                CheckGraph(subgraph, visible, depth + 1, $"{node.Describe()}, graph '{subgraph.Name}'");
            }
        }
    }

    private void CheckNodes(GraphProto graph, HashSet<string> defined)
    {
        foreach (var node in graph.Node)
        {
            if (node.OpType.Length == 0)
            {
                throw Refuse(node.Describe(), "expected the name of an operator, found none.");
            }

            int arity = Math.Max(node.Attribute.Count, Math.Max(node.Input.Count, node.Output.Count));
            if (arity > file.Limits.NodeArity)
            {
                throw Refuse(node.Describe(), $"expected at most {file.Limits.NodeArity:N0} inputs, outputs or attributes, found {arity:N0}.");
            }

            foreach (string output in node.Output)
            {
                if (output.Length == 0)
                {
                    continue;
                }

                CheckName(output, node.Describe());
                if (!defined.Add(output))
                {
                    throw Refuse(node.Describe(), $"expected every value once, found that '{output}' is made twice.");
                }
            }

            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor)
                {
                    TensorData.Check(tensor, file);
                }

                foreach (var one in attribute.Tensors)
                {
                    TensorData.Check(one, file);
                }
            }
        }
    }

    private void CheckOrder(GraphProto graph, HashSet<string> defined, HashSet<string> outer, string place)
    {
        foreach (var node in graph.Node)
        {
            foreach (string input in node.AllInputs())
            {
                if (input.Length > 0 && !defined.Contains(input) && !outer.Contains(input))
                {
                    throw Refuse(node.Describe(), $"expected a value '{input}' that something makes, found none.");
                }
            }
        }

        if (TopologicalOrder.Sort(graph) is { } stuck)
        {
            throw Refuse(place, $"expected nodes without a cycle, found one through or before {stuck.Describe()}.");
        }
    }

    private void CheckShape(ValueInfoProto value)
    {
        if (value.Type?.TensorType?.Shape is not { } shape)
        {
            return;
        }

        if (shape.Dim.Count > file.Limits.Rank)
        {
            throw Refuse($"value '{value.Name}'", $"expected at most {file.Limits.Rank} dimensions, found {shape.Dim.Count}.");
        }
    }

    private void CheckName(string name, string place)
    {
        if (name.Length == 0 || name.Length > file.Limits.NameLength)
        {
            throw Refuse(place, $"expected names of 1 to {file.Limits.NameLength:N0} characters, found one of {name.Length:N0}.");
        }
    }

    private void Count(ref int count, int more, int limit, string what)
    {
        count += more;
        if (count > limit)
        {
            throw Refuse("graph", $"expected at most {limit:N0} {what}, found more. Raise {nameof(OnnxLimits)} if you trust the file.");
        }
    }

    private OnnxModelException Refuse(string place, string reason) => new(file.Name, place, reason);
}
