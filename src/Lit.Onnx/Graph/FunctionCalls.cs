using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Checks the calls of a model's local functions: none may come back to itself, all together must stay small.</summary>
/// <remarks>A function that calls another twice, which calls a third twice, doubles with every step when it is written out.</remarks>
internal sealed class FunctionCalls
{
    private readonly OnnxFile _file;
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly Dictionary<FunctionProto, long> _sizes = new(ReferenceEqualityComparer.Instance);

    public FunctionCalls(OnnxFile file)
    {
        _file = file;
        foreach (var function in file.Model.Functions)
        {
            if (!_functions.TryAdd((Operators.NormalizeDomain(function.Domain), function.Name, function.Overload), function))
            {
                throw Refuse(function, "expected every function once, found it twice.");
            }
        }
    }

    /// <exception cref="OnnxModelException">A function calls itself, or the calls written out are too many nodes.</exception>
    public void Check()
    {
        if (_functions.Count == 0)
        {
            return;
        }

        foreach (var function in _file.Model.Functions)
        {
            Measure(function);
        }

        long total = Size(_file.Model.Graph.Node);
        if (total > _file.Limits.Nodes)
        {
            throw new OnnxModelException(
                _file.Name,
                "graph",
                $"expected at most {_file.Limits.Nodes:N0} nodes with all local functions written out, found more. "
                + $"Raise {nameof(OnnxLimits)}.{nameof(OnnxLimits.Nodes)} if you trust the file.");
        }
    }

    /// <summary>Finds the sizes of a function and of all that it calls, the innermost first.</summary>
    private void Measure(FunctionProto root)
    {
        var open = new HashSet<FunctionProto>(ReferenceEqualityComparer.Instance);
        var work = new Stack<FunctionProto>([root]);
        while (work.TryPeek(out var function))
        {
            if (_sizes.ContainsKey(function))
            {
                work.Pop();
                continue;
            }

            FunctionProto[] missing = [.. Callees(function.Node).Where(callee => !_sizes.ContainsKey(callee)).Distinct()];
            if (missing.Length == 0)
            {
                _sizes[function] = Size(function.Node);
                open.Remove(function);
                work.Pop();
                continue;
            }

            open.Add(function);
            foreach (var callee in missing)
            {
                if (open.Contains(callee))
                {
                    throw Refuse(callee, "expected functions that do not call themselves, found one that does, directly or through others.");
                }

                work.Push(callee);
            }
        }
    }

    private long Size(IEnumerable<NodeProto> nodes)
    {
        long size = 0;
        foreach (var node in AllNodes(nodes))
        {
            size = Math.Min(size + (Find(node) is { } function ? _sizes[function] : 1), int.MaxValue);
        }

        return size;
    }

    private IEnumerable<FunctionProto> Callees(IEnumerable<NodeProto> nodes) => AllNodes(nodes).Select(Find).OfType<FunctionProto>();

    private FunctionProto? Find(NodeProto node) =>
        _functions.GetValueOrDefault((Operators.NormalizeDomain(node.Domain), node.OpType, node.Overload));

    /// <summary>Nodes, those of graphs within graphs included.</summary>
    private static IEnumerable<NodeProto> AllNodes(IEnumerable<NodeProto> nodes)
    {
        var work = new Stack<IEnumerable<NodeProto>>([nodes]);
        while (work.TryPop(out var some))
        {
            foreach (var node in some)
            {
                yield return node;
                foreach (var subgraph in node.Subgraphs())
                {
                    work.Push(subgraph.Node);
                }
            }
        }
    }

    private OnnxModelException Refuse(FunctionProto function, string reason) =>
        new(_file.Name, $"function '{Operators.QualifiedName(Operators.NormalizeDomain(function.Domain), function.Name)}'", reason);
}
