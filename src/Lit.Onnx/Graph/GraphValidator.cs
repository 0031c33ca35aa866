using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Checks the structure of a model and puts its nodes in the order of their data.</summary>
/// <remarks>
/// Walks graphs with loops and explicit work lists: the depth of a chain of nodes costs no stack. Graphs within graphs are
/// entered by recursion, which <see cref="OnnxLimits.SubgraphDepth"/> bounds.
/// </remarks>
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

        CheckGraph(file.Model.Graph, new Scope(null, file.Opsets), depth: 0, place: "graph");
        foreach (var function in file.Model.Functions)
        {
            CheckFunction(function);
        }

        new FunctionCalls(file).Check();
        foreach (var training in file.Model.TrainingInfo)
        {
            foreach (var tensor in (training.Initialization?.Initializer ?? []).Concat(training.Algorithm?.Initializer ?? []))
            {
                TensorData.Check(tensor, file);
            }
        }

        file.ExternalFiles.Check(file.Name);
    }

    private void CheckFunction(FunctionProto function)
    {
        string place = $"function '{function.Name}'";
        Count(ref _nodes, function.Node.Count, file.Limits.Nodes, "nodes");
        var scope = new Scope(null, OnnxFile.ReadOpsets(function.OpsetImport, file.Name));
        foreach (string input in function.Input)
        {
            CheckName(input, place);
            Define(scope, input, place);
        }

        foreach (var attribute in function.AttributeProto)
        {
            CheckTensors(attribute);
        }

        // A function is a graph whose inputs and outputs have names only.
        var body = new GraphProto { Node = { function.Node } };
        CheckNodes(body, scope, depth: 0, place);
        function.Node.Clear();
        function.Node.AddRange(body.Node);

        foreach (string output in function.Output)
        {
            CheckMade(output, scope, place);
        }
    }

    private void CheckGraph(GraphProto graph, Scope scope, int depth, string place)
    {
        if (depth > file.Limits.SubgraphDepth)
        {
            throw Refuse(place, $"expected at most {file.Limits.SubgraphDepth} graphs within graphs, found more.");
        }

        Count(ref _nodes, graph.Node.Count, file.Limits.Nodes, "nodes");
        Count(ref _tensors, graph.Initializer.Count + graph.SparseInitializer.Count, file.Limits.Tensors, "constants");
        foreach (var input in graph.Input)
        {
            CheckName(input.Name, place);
            CheckShape(input);
            if (!scope.Defined.Add(input.Name))
            {
                throw Refuse(place, $"expected every value once, found the input '{input.Name}' twice.");
            }
        }

        CheckConstants(graph, scope, place);
        CheckNodes(graph, scope, depth, place);
        var outputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in graph.Output)
        {
            CheckShape(output);
            CheckMade(output.Name, scope, place);
            if (!outputs.Add(output.Name) && depth == 0)
            {
                throw Refuse(place, $"expected every output once, found '{output.Name}' twice.");
            }
        }
    }

    /// <summary>Constants may have the names of inputs, which then are their defaults.</summary>
    private void CheckConstants(GraphProto graph, Scope scope, string place)
    {
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
            CheckSparse(tensor);
            CheckName(tensor.Values?.Name ?? string.Empty, place);
            if (!constants.Add(tensor.Values!.Name))
            {
                throw Refuse(place, $"expected every value once, found the constant '{tensor.Values.Name}' twice.");
            }
        }

        scope.Defined.UnionWith(constants);
    }

    private void CheckNodes(GraphProto graph, Scope scope, int depth, string place)
    {
        foreach (var node in graph.Node)
        {
            CheckNode(node, scope);
            foreach (string output in node.Output)
            {
                if (output.Length > 0)
                {
                    CheckName(output, node.Describe());
                    Define(scope, output, node.Describe());
                }
            }
        }

        foreach (var node in graph.Node)
        {
            foreach (string input in node.Input)
            {
                if (input.Length > 0 && !scope.Contains(input))
                {
                    throw Refuse(node.Describe(), $"expected a value '{input}' that something makes, found none.");
                }
            }

            foreach (var subgraph in node.Subgraphs())
            {
                CheckGraph(subgraph, new Scope(scope, scope.Opsets), depth + 1, $"{node.Describe()}, graph '{subgraph.Name}'");
            }

            if (BodyArity.WhyWrong(node, scope.Opsets.GetValueOrDefault(string.Empty, 1)) is { } wrong)
            {
                throw Refuse(node.Describe(), wrong);
            }
        }

        if (TopologicalOrder.Sort(graph) is { } stuck)
        {
            throw Refuse(place, $"expected nodes without a cycle, found one through or before {stuck.Describe()}.");
        }
    }

    private void CheckNode(NodeProto node, Scope scope)
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

        long version = scope.Opsets.GetValueOrDefault(Operators.NormalizeDomain(node.Domain), 1);
        if (OperatorArity.WhyWrong(node, version) is { } wrong)
        {
            throw Refuse(node.Describe(), wrong);
        }

        foreach (var attribute in node.Attribute)
        {
            CheckTensors(attribute);
        }
    }

    private void CheckTensors(AttributeProto attribute)
    {
        if (attribute.T is { } tensor)
        {
            TensorData.Check(tensor, file);
        }

        foreach (var one in attribute.Tensors)
        {
            TensorData.Check(one, file);
        }

        if (attribute.SparseTensor is { } sparse)
        {
            CheckSparse(sparse);
        }

        foreach (var one in attribute.SparseTensors)
        {
            CheckSparse(one);
        }
    }

    private void CheckSparse(SparseTensorProto tensor)
    {
        if (tensor.Values is { } values)
        {
            TensorData.Check(values, file);
        }

        if (tensor.Indices is { } indices)
        {
            TensorData.Check(indices, file);
        }
    }

    private void Define(Scope scope, string value, string place)
    {
        if (!scope.Defined.Add(value))
        {
            throw Refuse(place, $"expected every value once, found that '{value}' is made twice.");
        }
    }

    private void CheckMade(string output, Scope scope, string place)
    {
        if (!scope.Contains(output))
        {
            throw Refuse(place, $"expected a node that makes the output '{output}', found none.");
        }
    }

    private void CheckShape(ValueInfoProto value)
    {
        if (value.Type?.TensorType?.Shape is { } shape && shape.Dim.Count > file.Limits.Rank)
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

    /// <summary>The values that a graph makes, within those of the graphs around it.</summary>
    private sealed class Scope(Scope? outer, IReadOnlyDictionary<string, long> opsets)
    {
        public HashSet<string> Defined { get; } = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, long> Opsets => opsets;

        public bool Contains(string value)
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.Defined.Contains(value))
                {
                    return true;
                }
            }

            return false;
        }

        private Scope? Outer => outer;
    }
}
