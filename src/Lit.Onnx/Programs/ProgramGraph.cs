using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Graph.Rewrites;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Programs;

/// <summary>The graph of a program under construction: inputs and outputs are declared, nodes are added, bytes come out.</summary>
internal sealed class ProgramGraph
{
    public ProgramGraph(OnnxGraph graph)
    {
        Graph = graph;
        Emitter = new GraphEmitter(graph);
    }

    public OnnxGraph Graph { get; }

    public GraphEmitter Emitter { get; }

    /// <summary>Declares an input.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The element type.</param>
    /// <param name="dimensions">Names of the dimensions; null for one without a name.</param>
    public GraphValue AddInput(string name, OnnxElementType type, params ReadOnlySpan<OnnxDimension> dimensions)
    {
        Graph.Reserve(name);
        var shape = new TensorShapeProto();
        var facts = new SymbolicInteger[dimensions.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            var dimension = new TensorShapeProto.Types.Dimension();
            if (dimensions[i].Size is { } size)
            {
                dimension.DimValue = size;
                facts[i] = size;
            }
            else if (dimensions[i].Symbol is { } symbol)
            {
                dimension.DimParam = symbol;
                facts[i] = SymbolicInteger.Named(symbol);
            }
            else
            {
                facts[i] = SymbolicInteger.Named($"{name}[{i}]");
            }

            shape.Dim.Add(dimension);
        }

        Graph.Proto.Input.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        });
        Graph.Facts[name] = new(type, facts);
        return Emitter.Value(name);
    }

    /// <summary>Has a value fed that the graph computes so far; an input of the model stays one.</summary>
    public void MakeInput(string name)
    {
        if (Graph.Producer(name) is not { } node)
        {
            return;
        }

        var (type, shape) = (Graph.Facts[name].Type, Graph.Facts[name].Shape);
        node.Output[node.Output.IndexOf(name)] = Graph.NewName("replaced");
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(shape.Select(d => d.Constant is { } size
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension()));
        }

        Graph.Proto.Input.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } });
    }

    /// <summary>Declares an output under a name of its own.</summary>
    public void AddOutput(string name, GraphValue value)
    {
        Graph.Reserve(name);
        Graph.Append(new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { name } });
        Declare(name, value.ElementType);
    }

    /// <summary>Declares an output of the model as one of the program.</summary>
    public void KeepOutput(string name) => Declare(name, Graph.Facts[name].Type);

    /// <summary>Removes what no output needs and writes the program.</summary>
    /// <param name="cut">The value that is differentiated by.</param>
    /// <param name="fixedRows">How many rows the model was exported for; null if any number goes.</param>
    /// <param name="target">The value that is differentiated; null if there is no backward pass.</param>
    /// <param name="seed">The cotangent of the target; null if there is no backward pass.</param>
    /// <param name="segments">In how many parts the forward pass is split of which only the last is kept whole.</param>
    public GradientProgram Finish(
        CutPoint cut, long? fixedRows, string? target = null, string? seed = null, int segments = 1)
    {
        if (target is not null && seed is not null && segments > 1)
        {
            Recomputation.Apply(Graph, target, seed, segments);
        }

        var facts = Graph.Facts;
        TransposedWeights.Apply(Graph);
        var read = Graph.Proto.Node.SelectMany(n => n.AllInputs()).ToHashSet(StringComparer.Ordinal);
        var inputs = Graph.Proto.Input.Where(i => read.Contains(i.Name)).ToArray();
        Graph.Proto.Input.Clear();
        Graph.Proto.Input.AddRange(inputs);
        Graph.Proto.ValueInfo.Clear();
        Graph.Model.TrainingInfo.Clear();
        if (Uses(Graph.Proto, Operators.Microsoft))
        {
            Graph.SetOpset(Operators.Microsoft, 1);
        }

        // Two nodes of one name are legal, but not to the runtime; values are what names are for.
        foreach (var node in Graph.Proto.Node)
        {
            node.Name = $"{node.OpType}:{node.Output.First(o => o.Length > 0)}";
        }

        return new GradientProgram
        {
            Proto = Graph.Model,
            Cut = cut,
            Inputs = [.. Graph.Proto.Input.Select(i => i.Describe())],
            Outputs = [.. Graph.Proto.Output.Select(o => o.Describe())],
            FixedRows = fixedRows,
            Memory = new(() => MemoryPlan.Of(Graph, facts, seed)),
            Approximations = [.. Emitter.Approximations],
            ExternalDataFolder = Graph.Proto.Initializer.Any(t => t.DataLocation == TensorProto.Types.DataLocation.External)
                ? Graph.File.Folder
                : null,
        };
    }

    private static bool Uses(GraphProto graph, string domain) => graph.Node.Any(node =>
        Operators.NormalizeDomain(node.Domain) == domain || node.Subgraphs().Any(body => Uses(body, domain)));

    private void Declare(string name, OnnxElementType type) => Graph.Proto.Output.Add(new ValueInfoProto
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
    });
}
