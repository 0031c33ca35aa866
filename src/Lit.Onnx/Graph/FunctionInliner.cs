using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Writes the bodies of a model's local functions in place of their calls.</summary>
/// <remarks>
/// That no function comes back to itself, and that the result stays small, is checked when a file is read. Each body is
/// lifted from the operator versions that the function itself names.
/// </remarks>
internal sealed class FunctionInliner
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];

    private FunctionInliner(OnnxGraph graph)
    {
        _graph = graph;
        foreach (var function in graph.Model.Functions)
        {
            _functions[(Operators.NormalizeDomain(function.Domain), function.Name, function.Overload)] = function;
        }
    }

    /// <param name="graph">A graph that is lifted already.</param>
    /// <exception cref="OnnxModelException">Branches and loops of functions nest too deeply.</exception>
    public static void Apply(OnnxGraph graph)
    {
        if (graph.Model.Functions.Count == 0)
        {
            return;
        }

        var inliner = new FunctionInliner(graph);
        foreach (var function in graph.Model.Functions)
        {
            inliner.Lift(function);
        }

        inliner.Expand(graph.Proto, depth: 0);
        graph.Model.Functions.Clear();
        graph.Refresh();
    }

    /// <summary>Brings the body of a function to the version of the graph, and the graph to that of the function.</summary>
    private void Lift(FunctionProto function)
    {
        foreach (var import in function.OpsetImport)
        {
            string domain = Operators.NormalizeDomain(import.Domain);
            if (domain.Length == 0)
            {
                OpsetLifter.LiftBody(_graph, function, (int)import.Version);
                _graph.Opset = Math.Max(_graph.Opset, (int)import.Version);
            }
            else if (_graph.Model.OpsetImport.All(o => o.Domain != import.Domain))
            {
                _graph.SetOpset(domain, import.Version);
            }
        }
    }

    private void Expand(GraphProto graph, int depth)
    {
        if (depth > _graph.File.Limits.SubgraphDepth)
        {
            throw new OnnxModelException(
                _graph.File.Name,
                $"graph '{graph.Name}'",
                $"expected at most {_graph.File.Limits.SubgraphDepth} graphs within graphs with all local functions written out, found more.");
        }

        // A list of what is left to do, not recursion: functions may call each other to any depth.
        var work = new Stack<NodeProto>(graph.Node.Reverse());
        var nodes = new List<NodeProto>(graph.Node.Count);
        while (work.TryPop(out var node))
        {
            if (_functions.TryGetValue((Operators.NormalizeDomain(node.Domain), node.OpType, node.Overload), out var function))
            {
                foreach (var inner in Instantiate(node, function).AsEnumerable().Reverse())
                {
                    work.Push(inner);
                }

                continue;
            }

            foreach (var body in node.Subgraphs())
            {
                Expand(body, depth + 1);
            }

            nodes.Add(node);
        }

        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private List<NodeProto> Instantiate(NodeProto call, FunctionProto function)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < function.Input.Count; i++)
        {
            // An optional input that the call leaves out is left out in the body too.
            names[function.Input[i]] = call.InputOrEmpty(i);
        }

        var nodes = new List<NodeProto>(function.Node.Count + function.Output.Count);
        foreach (var node in function.Node)
        {
            var copy = ValueNames.Copy(node, names, _graph.NewName);
            copy.Name = call.Name.Length > 0 ? $"{call.Name}/{node.Name}" : node.Name;
            Resolve(copy, call, function);
            nodes.Add(copy);
        }

        for (int i = 0; i < call.Output.Count && i < function.Output.Count; i++)
        {
            if (call.Output[i].Length > 0)
            {
                nodes.Add(new NodeProto
                {
                    OpType = "Identity",
                    Input = { names.GetValueOrDefault(function.Output[i], function.Output[i]) },
                    Output = { call.Output[i] },
                });
            }
        }

        return nodes;
    }

    /// <summary>Gives attributes that refer to one of the function the value of the call, or the default.</summary>
    private static void Resolve(NodeProto node, NodeProto call, FunctionProto function)
    {
        for (int i = node.Attribute.Count - 1; i >= 0; i--)
        {
            var attribute = node.Attribute[i];
            if (attribute.RefAttrName.Length == 0)
            {
                continue;
            }

            var value = call.Find(attribute.RefAttrName)
                ?? function.AttributeProto.FirstOrDefault(a => a.Name == attribute.RefAttrName);
            if (value is null)
            {
                node.Attribute.RemoveAt(i);
                continue;
            }

            var resolved = value.Clone();
            resolved.Name = attribute.Name;
            node.Attribute[i] = resolved;
        }

        foreach (var body in node.Subgraphs())
        {
            foreach (var inner in body.Node)
            {
                Resolve(inner, call, function);
            }
        }
    }
}
