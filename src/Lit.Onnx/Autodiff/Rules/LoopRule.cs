using Lit.Onnx.Autodiff.Bodies;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>
/// A loop: a loop of as many iterations as there were, in opposite order. Forward, each iteration stores the states that
/// it starts from; backward, it is done again from there.
/// </summary>
internal sealed class LoopRule : IGradientRule
{
    /// <summary>Trip count and condition come before the states, and so do the number of the iteration and the condition in the body.</summary>
    private const int First = 2;

    public string? WhyUnsupported(NodeContext context)
    {
        if (context.Proto.Body("body") is not { } body)
        {
            return "its body is missing";
        }

        int sequence = body.Input.Skip(First).ToList().FindIndex(i => i.Type?.SequenceType is not null || i.Type?.OptionalType is not null);
        return sequence >= 0 ? $"its state '{body.Input[First + sequence].Name}' is a sequence or optional, not a tensor" : null;
    }

    public void Differentiate(GradientContext context)
    {
        var (node, graph) = (context.Proto, context.Graph);
        var body = node.Body("body")!;
        int stateCount = Math.Max(0, node.Input.Count - First);
        var gradient = new BodyGradient(context, graph, body);
        var builder = gradient.Builder;
        var inner = builder.Emitter;
        var history = new LoopHistory(context, body);
        var count = history.Count();
        var last = count - graph.Constant(1, OnnxElementType.Int64);

        var step = builder.AddInput("step", new(OnnxElementType.Int64, []));
        builder.AddInput("going", new(OnnxElementType.Bool, []));
        var number = builder.Outer(last) - step;

        var initial = new List<GraphValue>();
        var seeds = new List<(int, GraphValue)>();
        int[] states = [.. Enumerable.Range(0, stateCount).Where(k => gradient.IsInputActive(First + k))];
        var carried = new GraphValue[states.Length];
        for (int k = 0; k < states.Length; k++)
        {
            int output = 1 + states[k];
            carried[k] = builder.AddInput("cotangent", gradient.OutputFacts(output));
            initial.Add(context.OutputGradient(states[k]) ?? graph.Zeros(graph.Shape(history.FinalState(states[k])), carried[k].ElementType));
            if (gradient.IsOutputActive(output))
            {
                seeds.Add((output, carried[k]));
            }
        }

        for (int i = stateCount; i < context.OutputCount; i++)
        {
            if (context.OutputGradient(i) is { } whole && gradient.IsOutputActive(1 + i))
            {
                var element = inner.Add("Gather", [builder.Outer(whole), number], ("axis", 0));
                builder.Graph.Facts[element.Name] = gradient.OutputFacts(1 + i) with { Content = null };
                seeds.Add((1 + i, element));
            }
        }

        var cotangents = gradient.Differentiate(seeds);
        builder.Return(inner.Constant(1, OnnxElementType.Bool));
        foreach (int k in states)
        {
            builder.Return(cotangents.Inputs.TryGetValue(First + k, out var next)
                ? next
                : gradient.Zeros(inner.Value(gradient.Input(First + k))));
        }

        foreach (var (value, cotangent) in cotangents.Captures)
        {
            var whole = graph.Value(value);
            builder.Return(builder.AddInput("sum", whole.Facts) + cotangent);
            initial.Add(graph.Zeros(graph.Shape(whole), whole.ElementType));
        }

        if (initial.Count == 0)
        {
            return;
        }

        var backward = builder.Finish();
        history.Restore(builder, gradient, last, step);
        var results = graph.Add(
            string.Empty,
            "Loop",
            [count, null, .. initial],
            initial.Count,
            NodeArgument.Of("body", backward));
        var known = graph.Graph.Facts;
        for (int k = 0; k < states.Length; k++)
        {
            known[results[k].Name] = context.Input(First + states[k]).Facts with { Content = null };
            context.SetInputGradient(First + states[k], results[k]);
        }

        for (int c = 0; c < cotangents.Captures.Count; c++)
        {
            string value = cotangents.Captures[c].Value;
            known[results[states.Length + c].Name] = graph.Value(value).Facts with { Content = null };
            context.AddCapturedGradient(value, results[states.Length + c]);
        }
    }
}
