using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff.Bodies;

/// <summary>What a Loop node has to return beside its results, so that its iterations can be done again.</summary>
internal sealed class LoopHistory(GradientContext context, GraphProto body)
{
    private const int First = 2;

    private readonly int _states = Math.Max(0, context.InputCount - First);

    private OnnxGraph Graph => context.Graph.Graph;

    /// <summary>The state behind the loop.</summary>
    public GraphValue FinalState(int index)
    {
        Graph.RequireOutputs(context.Proto, index + 1);
        return context.Output(index);
    }

    /// <summary>How many iterations there were, a tensor of rank 0.</summary>
    public GraphValue Count()
    {
        var numbers = Stack(body.Input[0].Name, new(OnnxElementType.Int64, [SymbolicInteger.Named(Graph.NewName("trips"))]));
        return context.Graph.Reshape(context.Graph.Dimension(numbers, 0), context.Graph.Integers());
    }

    /// <summary>Adds, to a body that goes through the iterations in opposite order, what makes the inputs of each iteration.</summary>
    /// <param name="builder">The body.</param>
    /// <param name="gradient">The iteration that is done again.</param>
    /// <param name="last">The number of the last iteration, in the surrounding graph.</param>
    /// <param name="step">How many iterations have been gone back.</param>
    public void Restore(BodyBuilder builder, BodyGradient gradient, GraphValue last, GraphValue step)
    {
        string number = builder.Graph.NewName("number");
        var made = new List<NodeProto> { new() { OpType = "Sub", Input = { last.Name, step.Name }, Output = { number } } };
        if (builder.Reads(gradient.Input(0)))
        {
            made.Add(new NodeProto { OpType = "Identity", Input = { number }, Output = { gradient.Input(0) } });
        }

        if (body.Input.Count > 1 && builder.Reads(gradient.Input(1)))
        {
            builder.Graph.AddConstant(TensorData.Create(gradient.Input(1), OnnxElementType.Bool, [1]));
        }

        for (int k = 0; k < _states; k++)
        {
            string input = gradient.Input(First + k);
            if (builder.Reads(input))
            {
                made.Add(IsInvariant(k)
                    ? new NodeProto { OpType = "Gather", Input = { StackState(k), number }, Output = { input } }
                    : new NodeProto { OpType = "SequenceAt", Input = { Collect(k), number }, Output = { input } });
            }
        }

        foreach (var node in made.AsEnumerable().Reverse())
        {
            builder.Prepend(node);
        }
    }

    /// <summary>Whether a state has the same shape in all iterations.</summary>
    private bool IsInvariant(int state) =>
        Graph.Facts[body.Input[First + state].Name].Shape is { } inside
        && context.Input(First + state).Facts.Shape is { } before && inside.SequenceEqual(before)
        && Graph.Facts[body.Output[1 + state].Name].Shape is { } after && inside.SequenceEqual(after);

    private string StackState(int state)
    {
        string input = body.Input[First + state].Name;
        var facts = Graph.Facts[input];
        return Stack(input, new(facts.Type, [SymbolicInteger.Named(Graph.NewName("trips")), .. facts.Shape!])).Name;
    }

    /// <summary>Lets the loop return a value of its body for all iterations, stacked along axis 0.</summary>
    private GraphValue Stack(string value, ValueFacts facts)
    {
        string element = Graph.NewName("element");
        body.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { element } });
        body.Output.Add(Tensor(element, facts.Type));
        Graph.RequireOutputs(context.Proto, body.Output.Count - 2);
        string name = Graph.NewName("stack");
        Graph.AddOutput(context.Proto, name, facts);
        return context.Graph.Value(name);
    }

    /// <summary>Lets the loop return a state that changes its shape as a sequence of what it was before each iteration.</summary>
    private string Collect(int state)
    {
        var node = context.Proto;
        var type = Graph.Facts[body.Input[First + state].Name].Type;
        var empty = context.Graph.Add("SequenceEmpty", [], ("dtype", (long)type));
        string before = Graph.NewName("history");
        string after = Graph.NewName("history");
        string result = Graph.NewName("history");

        // States come before what is stacked, in the body and behind the node.
        int states = body.Input.Count - First;
        Graph.RequireOutputs(node, states);
        node.Input.Add(empty.Name);
        body.Input.Add(Sequence(before, type));
        body.Node.Add(new NodeProto { OpType = "SequenceInsert", Input = { before, body.Input[First + state].Name }, Output = { after } });
        body.Output.Insert(1 + states, Sequence(after, type));
        node.Output.Insert(states, result);
        return result;
    }

    private static ValueInfoProto Tensor(string name, OnnxElementType type) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
    };

    private static ValueInfoProto Sequence(string name, OnnxElementType type) => new()
    {
        Name = name,
        Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence { ElemType = Tensor(string.Empty, type).Type } },
    };
}
