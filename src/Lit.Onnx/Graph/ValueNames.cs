using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Renames values, graphs within graphs included.</summary>
internal static class ValueNames
{
    /// <summary>Gives every value inside graphs within a graph a name that no other value of the model has.</summary>
    /// <remarks>The format only asks that no inner value hides an outer one: both branches of an If may use the same names.</remarks>
    /// <param name="main">The graph.</param>
    /// <param name="newName">Makes a name that nothing has, from a hint.</param>
    public static void MakeUnique(GraphProto main, Func<string, string> newName)
    {
        var seen = new HashSet<string>(Defined(main), StringComparer.Ordinal);
        foreach (var node in main.Node)
        {
            MakeUnique(node, seen, newName);
        }
    }

    /// <summary>Renames what a node reads, itself and in graphs within it.</summary>
    public static void RenameReads(NodeProto node, IReadOnlyDictionary<string, string> names)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
        }

        foreach (var body in node.Subgraphs())
        {
            Rename(body, names);
        }
    }

    /// <summary>Renames every value of a graph that has a new name, wherever it is read or made.</summary>
    public static void Rename(GraphProto graph, IReadOnlyDictionary<string, string> names)
    {
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            value.Name = names.GetValueOrDefault(value.Name, value.Name);
        }

        foreach (var tensor in graph.Initializer)
        {
            tensor.Name = names.GetValueOrDefault(tensor.Name, tensor.Name);
        }

        foreach (var tensor in graph.SparseInitializer.Where(t => t.Values is not null))
        {
            tensor.Values.Name = names.GetValueOrDefault(tensor.Values.Name, tensor.Values.Name);
        }

        foreach (var node in graph.Node)
        {
            for (int i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
            }

            RenameReads(node, names);
        }
    }

    /// <summary>A copy of a node with new names for all that it makes, inside graphs within it too.</summary>
    /// <param name="node">The node.</param>
    /// <param name="names">New names of what it reads; those of what it makes are added.</param>
    /// <param name="newName">Makes a name that nothing has, from a hint.</param>
    public static NodeProto Copy(NodeProto node, Dictionary<string, string> names, Func<string, string> newName)
    {
        var copy = node.Clone();
        copy.Name = string.Empty;
        foreach (string output in copy.Output.Where(o => o.Length > 0))
        {
            names[output] = newName(node.OpType);
        }

        foreach (var body in copy.Subgraphs())
        {
            AddFresh(body, names, newName);
        }

        RenameReads(copy, names);
        for (int i = 0; i < copy.Output.Count; i++)
        {
            copy.Output[i] = names.GetValueOrDefault(copy.Output[i], copy.Output[i]);
        }

        return copy;
    }

    /// <summary>The values that a graph itself makes, without those of graphs within it.</summary>
    public static IEnumerable<string> Defined(GraphProto graph) =>
        graph.Input.Select(i => i.Name)
            .Concat(graph.Initializer.Select(t => t.Name))
            .Concat(graph.SparseInitializer.Select(t => t.Values?.Name ?? string.Empty))
            .Concat(graph.Node.SelectMany(n => n.Output))
            .Where(name => name.Length > 0);

    private static void AddFresh(GraphProto graph, Dictionary<string, string> names, Func<string, string> newName)
    {
        foreach (string name in Defined(graph))
        {
            names[name] = newName("inner");
        }

        foreach (var node in graph.Node)
        {
            node.Name = string.Empty;
            foreach (var body in node.Subgraphs())
            {
                AddFresh(body, names, newName);
            }
        }
    }

    private static void MakeUnique(NodeProto node, HashSet<string> seen, Func<string, string> newName)
    {
        foreach (var body in node.Subgraphs())
        {
            var clashes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string name in Defined(body).Distinct(StringComparer.Ordinal))
            {
                if (!seen.Add(name))
                {
                    clashes[name] = newName("inner");
                    seen.Add(clashes[name]);
                }
            }

            if (clashes.Count > 0)
            {
                Rename(body, clashes);
            }

            foreach (var inner in body.Node)
            {
                MakeUnique(inner, seen, newName);
            }
        }
    }
}
