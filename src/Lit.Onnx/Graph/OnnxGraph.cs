using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Graph;

/// <summary>A copy of a model's graph that is meant to be changed, with indexes over its values.</summary>
/// <remarks>Values are known by their names, as in the file. Not safe for concurrent use.</remarks>
internal sealed class OnnxGraph
{
    /// <summary>Starts the name of everything that is added, so that it is recognised in profiles and messages.</summary>
    public const string Prefix = "lit_";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly OnnxGraph? _outer;
    private ShapeInference _facts = new();
    private Dictionary<string, TensorProto> _constants = [];
    private Dictionary<string, NodeProto> _producers = [];
    private Dictionary<string, List<NodeProto>> _consumers = [];
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);
    private ValueInfoProto? _lastOutput;
    private int _counter;

    public OnnxGraph(OnnxFile file)
    {
        File = file;
        Model = file.Model.Clone();
        Proto = Model.Graph;
        CollectNames(Proto);
        ValueNames.MakeUnique(Proto, NewName);
        Refresh();
    }

    private OnnxGraph(OnnxGraph other)
    {
        File = other.File;
        Model = other.Model.Clone();
        Proto = Model.Graph;
        _names = [.. other._names];
        _counter = other._counter;
        Refresh();
    }

    private OnnxGraph(OnnxGraph outer, GraphProto body)
    {
        _outer = outer;
        File = outer.File;
        Model = outer.Model;
        Proto = body;
        foreach (var tensor in body.Initializer)
        {
            _constants[tensor.Name] = tensor;
        }

        foreach (var node in body.Node)
        {
            Index(node);
        }
    }

    public OnnxFile File { get; }

    public ModelProto Model { get; }

    public GraphProto Proto { get; }

    /// <summary>What is known of the values, those of graphs within the graph included: their names are unique.</summary>
    public ShapeInference Facts => _outer?.Facts ?? _facts;

    /// <summary>The version of the standard operators that the graph is written in.</summary>
    public int Opset
    {
        get => (int)(Model.OpsetImport.FirstOrDefault(o => Operators.NormalizeDomain(o.Domain).Length == 0)?.Version ?? 0);
        set => SetOpset(string.Empty, value);
    }

    public OnnxGraph Clone() => new(this);

    /// <summary>A graph within this one, which sees the values of this one; it is changed in place.</summary>
    public OnnxGraph Nest(GraphProto body) => new(this, body);

    /// <summary>The constant with this name, of this graph or one around it; null if the value is not constant.</summary>
    public TensorProto? Constant(string name) => _constants.GetValueOrDefault(name) ?? _outer?.Constant(name);

    /// <summary>The node that makes a value, in this graph or one around it; null for inputs and constants.</summary>
    public NodeProto? Producer(string name) => _producers.GetValueOrDefault(name) ?? _outer?.Producer(name);

    /// <summary>The nodes that read a value, once for each place they read it in.</summary>
    public IReadOnlyList<NodeProto> Consumers(string name) => _consumers.GetValueOrDefault(name) ?? [];

    /// <summary>The only node that reads a value; null if there are others or the value leaves the graph.</summary>
    public NodeProto? OnlyConsumer(string name) =>
        _consumers.GetValueOrDefault(name) is [var single] && !IsOutput(name) ? single : null;

    public bool IsOutput(string name)
    {
        // Programs set outputs anew as a whole or add some at the end.
        var outputs = Proto.Output;
        if (_outputs.Count != outputs.Count || (outputs.Count > 0 && outputs[^1] != _lastOutput))
        {
            _outputs.Clear();
            _outputs.UnionWith(outputs.Select(o => o.Name));
            _lastOutput = outputs.Count > 0 ? outputs[^1] : null;
        }

        return _outputs.Contains(name);
    }

    /// <summary>Puts the nodes in order and derives indexes and facts again.</summary>
    public void Refresh()
    {
        SortNodes();
        Derive();
    }

    /// <summary>Derives indexes and facts of nodes that are in order.</summary>
    private void Derive()
    {
        _constants = Proto.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        _producers = new(Proto.Node.Count, StringComparer.Ordinal);
        _consumers = new(Proto.Node.Count, StringComparer.Ordinal);
        foreach (var node in Proto.Node)
        {
            Index(node);
        }

        _facts = new();
        _facts.Infer(Proto);
    }

    /// <summary>Adds a node behind those that there are.</summary>
    public void Append(NodeProto node)
    {
        Proto.Node.Add(node);
        Index(node);
        Facts.Infer(node);
    }

    /// <summary>Removes a node whose outputs others will make.</summary>
    public void Remove(NodeProto node) => Proto.Node.Remove(node);

    /// <summary>The nodes that make values from others, in an order in which they can run.</summary>
    /// <param name="from">The values to start from; what makes them is left out.</param>
    /// <param name="to">The values to make.</param>
    public IReadOnlyList<NodeProto> Between(IEnumerable<string> from, IEnumerable<string> to)
    {
        var stop = from.ToHashSet(StringComparer.Ordinal);
        var visited = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var order = new List<NodeProto>();
        var stack = new Stack<(NodeProto Node, bool Done)>();
        foreach (string value in to)
        {
            Enter(value);
            while (stack.TryPop(out var top))
            {
                if (top.Done)
                {
                    order.Add(top.Node);
                }
                else if (visited.Add(top.Node))
                {
                    stack.Push((top.Node, true));
                    foreach (string input in top.Node.AllInputs())
                    {
                        Enter(input);
                    }
                }
            }
        }

        return order;

        void Enter(string value)
        {
            if (!stop.Contains(value) && _producers.GetValueOrDefault(value) is { } node && !visited.Contains(node))
            {
                stack.Push((node, false));
            }
        }
    }

    /// <summary>Adds an output to a node, of which more is known than can be derived from its inputs.</summary>
    public void AddOutput(NodeProto node, string name, ValueFacts facts)
    {
        node.Output.Add(name);
        _producers[name] = node;
        Facts[name] = facts;
    }

    /// <summary>Gives names to the first outputs of a node that has left them out.</summary>
    public void RequireOutputs(NodeProto node, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i < node.Output.Count && node.Output[i].Length > 0)
            {
                continue;
            }

            string name = NewName("unread");
            if (i == node.Output.Count)
            {
                node.Output.Add(name);
            }
            else
            {
                node.Output[i] = name;
            }

            _producers[name] = node;
        }
    }

    /// <summary>Takes note of outputs that were added to a node.</summary>
    public void Reindex(NodeProto node)
    {
        foreach (string output in node.Output)
        {
            if (output.Length > 0)
            {
                _producers[output] = node;
            }
        }

        var known = node.Output.Select(o => (Name: o, Facts: Facts[o])).Where(o => o.Facts != ValueFacts.Unknown).ToArray();
        Facts.Infer(node);
        foreach (var (name, facts) in known)
        {
            Facts[name] = facts;
        }
    }

    public void AddConstant(TensorProto tensor)
    {
        Proto.Initializer.Add(tensor);
        _constants[tensor.Name] = tensor;
        Facts.Add(tensor);
    }

    /// <summary>Makes every reader of one value read another, subgraphs and graph outputs excepted.</summary>
    /// <returns>False, and nothing is changed, if the value is read by a subgraph or leaves the graph.</returns>
    public bool TryReplaceUses(string value, string replacement)
    {
        if (IsOutput(value) || Consumers(value).Any(node => !node.Input.Contains(value) || node.HasSubgraphs()))
        {
            return false;
        }

        foreach (var node in Consumers(value).Distinct())
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == value)
                {
                    node.Input[i] = replacement;
                    Add(_consumers, replacement, node);
                }
            }
        }

        _consumers.Remove(value);
        return true;
    }

    /// <summary>Removes nodes and constants that no output needs.</summary>
    public void RemoveUnused()
    {
        Prune();
        Derive();
    }

    /// <summary>Removes nodes and constants that no output needs; indexes and facts stay as they were.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Prune()
    {
        int before = Size();
        SortNodes();
        var needed = Proto.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeProto>(Proto.Node.Count);
        foreach (var node in Proto.Node.Reverse())
        {
            if (node.Makes(needed))
            {
                kept.Add(node);
                needed.UnionWith(node.AllInputs());
            }
        }

        kept.Reverse();
        Proto.Node.Clear();
        Proto.Node.AddRange(kept);
        var constants = Proto.Initializer.Where(t => needed.Contains(t.Name)).ToArray();
        Proto.Initializer.Clear();
        Proto.Initializer.AddRange(constants);
        var inputs = Proto.Input.Where(i => !_constants.ContainsKey(i.Name)).ToArray();
        Proto.Input.Clear();
        Proto.Input.AddRange(inputs);
        var sparse = Proto.SparseInitializer.Where(t => needed.Contains(t.Values?.Name ?? string.Empty)).ToArray();
        Proto.SparseInitializer.Clear();
        Proto.SparseInitializer.AddRange(sparse);
        return Size() < before;

        int Size() => Proto.Node.Count + Proto.Initializer.Count + Proto.Input.Count + Proto.SparseInitializer.Count;
    }

    /// <summary>A name that nothing in the model has.</summary>
    public string NewName(string hint)
    {
        if (_outer is not null)
        {
            return _outer.NewName(hint);
        }

        string name;
        do
        {
            name = $"{Prefix}{hint}_{++_counter}";
        }
        while (!_names.Add(name));

        return name;
    }

    /// <summary>Takes a name that a program promises its callers.</summary>
    /// <exception cref="OnnxModelException">The model already uses it.</exception>
    public string Reserve(string name) => _names.Add(name)
        ? name
        : throw new OnnxModelException(File.Name, $"value '{name}'", $"expected no value of the model to be called '{name}', found one: rename it.");

    public void SetOpset(string domain, long version)
    {
        // Converters write the same domain more than once.
        foreach (var import in Model.OpsetImport.Where(o => Operators.NormalizeDomain(o.Domain) == domain).ToArray())
        {
            Model.OpsetImport.Remove(import);
        }

        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
    }

    private static void Add(Dictionary<string, List<NodeProto>> map, string name, NodeProto node)
    {
        if (!map.TryGetValue(name, out var list))
        {
            // Most values are read once.
            map[name] = list = new(1);
        }

        list.Add(node);
    }

    private void SortNodes()
    {
        if (TopologicalOrder.Sort(Proto) is { } stuck)
        {
            throw new OnnxModelException(File.Name, stuck.Describe(), "expected nodes without a cycle, found one.");
        }
    }

    private void Index(NodeProto node)
    {
        for (int i = 0; i < node.Output.Count; i++)
        {
            string output = node.Output[i];
            if (output.Length > 0)
            {
                _producers[output] = node;
                _names.Add(output);
            }
        }

        foreach (string input in node.AllInputs())
        {
            if (input.Length > 0)
            {
                Add(_consumers, input, node);
            }
        }
    }

    private void CollectNames(GraphProto graph)
    {
        _names.UnionWith(graph.Input.Select(i => i.Name));
        _names.UnionWith(graph.Initializer.Select(i => i.Name));
        foreach (var node in graph.Node)
        {
            _names.UnionWith(node.Output);
            foreach (var subgraph in node.Subgraphs())
            {
                CollectNames(subgraph);
            }
        }
    }
}
