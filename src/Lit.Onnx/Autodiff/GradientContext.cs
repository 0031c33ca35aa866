using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>A node that is being differentiated.</summary>
public sealed class GradientContext : NodeContext
{
    private readonly GraphValue?[] _outputGradients;
    private readonly GraphValue?[] _inputGradients;

    internal GradientContext(
        NodeProto proto,
        GraphEmitter graph,
        GradientRules rules,
        IReadOnlySet<string> active,
        GraphValue?[] outputGradients)
        : base(proto, graph, rules, active)
    {
        _outputGradients = outputGradients;
        _inputGradients = new GraphValue?[proto.Input.Count];
    }

    /// <summary>The cotangent of the first output, which has one whenever the rule of a one-output operator is called.</summary>
    /// <exception cref="InvalidOperationException">The first output has none.</exception>
    public GraphValue Gradient => _outputGradients[0]
        ?? throw new InvalidOperationException($"The first output of {Proto.Describe()} is not on the path.");

    internal IReadOnlyList<GraphValue?> InputGradients => _inputGradients;

    internal List<(string Value, GraphValue Gradient)> CapturedGradients { get; } = [];

    /// <summary>The cotangent of an output; null if the output is not on the path, which means zero.</summary>
    /// <param name="index">The position of the output.</param>
    public GraphValue? OutputGradient(int index) => index < _outputGradients.Length ? _outputGradients[index] : null;

    /// <summary>Gives the cotangent of an input, in the shape and element type of that input.</summary>
    /// <param name="index">The position of the input; the call does nothing where no gradient is needed.</param>
    /// <param name="gradient">The cotangent.</param>
    public void SetInputGradient(int index, GraphValue gradient)
    {
        if (NeedsGradient(index))
        {
            _inputGradients[index] = gradient;
        }
    }

    /// <summary>As <see cref="SetInputGradient(int, GraphValue)"/>, with the cotangent only made where it is needed.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="gradient">Makes the cotangent.</param>
    public void SetInputGradient(int index, Func<GraphValue> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (NeedsGradient(index))
        {
            _inputGradients[index] = gradient();
        }
    }

    /// <summary>The same node with another input, of which only one cotangent is asked for.</summary>
    /// <param name="index">The position of the input that is replaced; null for none.</param>
    /// <param name="replacement">What is read there.</param>
    /// <param name="only">The position of the input whose cotangent is made.</param>
    internal GradientContext With(int? index, GraphValue? replacement, int only)
    {
        var proto = Proto;
        if (index is { } place)
        {
            proto = Proto.Clone();
            proto.Input[place] = replacement!.Name;
        }

        return new(proto, Graph, Rules, new HashSet<string>(StringComparer.Ordinal) { proto.Input[only] }, _outputGradients)
        {
            References = References,
        };
    }

    /// <summary>Another node, of which nothing is differentiated.</summary>
    internal GradientContext OfNode(NodeProto node) => new(node, Graph, Rules, new HashSet<string>(), _outputGradients);

    /// <summary>Gives the cotangent of a value of the surrounding graph that a graph of the node reads.</summary>
    internal void AddCapturedGradient(string value, GraphValue gradient) => CapturedGradients.Add((value, gradient));

    /// <summary>Lets another operator make the output of the node, from values that the derivative needs anyway.</summary>
    internal void Replace(string op, params ReadOnlySpan<GraphValue> inputs)
    {
        Proto.OpType = op;
        Proto.Domain = string.Empty;
        Proto.Attribute.Clear();
        Proto.Input.Clear();
        foreach (var input in inputs)
        {
            Proto.Input.Add(input.Name);
        }
    }

    /// <summary>Differentiates values that were made from the inputs of the node, in place of its outputs.</summary>
    /// <param name="outputs">For each output the value that equals it; null where there is none.</param>
    internal void DifferentiateThrough(IReadOnlyList<GraphValue?> outputs)
    {
        var pending = new Dictionary<string, List<GraphValue>>(StringComparer.Ordinal);
        for (int i = 0; i < outputs.Count; i++)
        {
            if (OutputGradient(i) is { } gradient && outputs[i] is { } value)
            {
                if (!pending.TryGetValue(value.Name, out var list))
                {
                    pending[value.Name] = list = [];
                }

                list.Add(gradient);
            }
        }

        string[] inputs = [.. Proto.Input];
        var active = inputs.Where((_, i) => NeedsGradient(i)).ToHashSet(StringComparer.Ordinal);
        var nodes = Graph.Graph.Between(inputs, pending.Keys);

        // What is linear changes by its derivative, whatever it is compared with; the nodes inside have no reference pass.
        var differentiator = new Differentiator(Graph.Graph, References.Count > 0 ? GradientRules.Default : Rules);
        foreach (var node in nodes)
        {
            differentiator.Activate(node, active);
        }

        differentiator.Sweep(nodes, Graph, active, pending);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Length; i++)
        {
            // A value that is an input twice has one cotangent, for all of its uses.
            if (NeedsGradient(i) && seen.Add(inputs[i]) && Differentiator.Total(pending, inputs[i], Graph) is { } total)
            {
                SetInputGradient(i, total);
            }
        }
    }

    /// <summary>Lets values that equal the outputs of the node take their place, so that the node need not run.</summary>
    /// <param name="outputs">For each output the value that equals it; the node stays if one is missing that is read.</param>
    internal void Redirect(IReadOnlyList<GraphValue?> outputs)
    {
        string[] names = [.. Proto.Output];
        bool IsRead(string name) => name.Length > 0 && (Graph.Graph.Consumers(name).Count > 0 || Graph.Graph.IsOutput(name));
        if (names.Where((name, i) => IsRead(name) && outputs.ElementAtOrDefault(i) is null).Any())
        {
            return;
        }

        Graph.Graph.Remove(Proto);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0 && outputs.ElementAtOrDefault(i) is { } value)
            {
                var facts = Graph.Graph.Facts[names[i]];
                Graph.Graph.Append(new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { names[i] } });
                Graph.Graph.Facts[names[i]] = facts;
            }
        }
    }

    /// <summary>An output that the operator can make and the model did not ask for.</summary>
    /// <param name="index">The position of the output.</param>
    public GraphValue RequireOutput(int index)
    {
        while (Proto.Output.Count <= index)
        {
            Proto.Output.Add(string.Empty);
        }

        if (Proto.Output[index].Length == 0)
        {
            Proto.Output[index] = Graph.Graph.NewName(Proto.OpType);
            Graph.Graph.Reindex(Proto);
        }

        return Graph.Value(Proto.Output[index]);
    }
}
