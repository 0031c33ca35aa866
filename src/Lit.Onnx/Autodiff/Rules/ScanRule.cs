using Lit.Onnx.Autodiff.Bodies;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>
/// A loop over slices: a loop over the same slices in opposite order. Forward, each iteration stores the states that it
/// starts from; backward, it is done again from there.
/// </summary>
internal sealed class ScanRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => context.Proto.Body("body") is null ? "its body is missing" : null;

    public void Differentiate(GradientContext context)
    {
        var node = context.Proto;
        var scan = new ScanAttributes(node);
        var body = node.Body("body")!;
        var gradient = new BodyGradient(context, context.Graph, body);
        var builder = gradient.Builder;
        var initial = new List<GraphValue>();
        var scanned = new List<ScannedInput>();

        // States of the new loop: the cotangents of the old states, then sums for what the body reads from outside.
        var states = Enumerable.Range(0, scan.States).Where(gradient.IsInputActive).ToArray();
        var seeds = new List<(int, GraphValue)>();
        var carried = new GraphValue[states.Length];
        for (int k = 0; k < states.Length; k++)
        {
            carried[k] = builder.AddInput("cotangent", gradient.InputFacts(states[k]));
            initial.Add(context.OutputGradient(states[k]) ?? ZerosLike(context, context.Input(states[k])));
            if (gradient.IsOutputActive(states[k]))
            {
                seeds.Add((states[k], carried[k]));
            }
        }

        for (int i = 0; i < scan.Outputs; i++)
        {
            if (context.OutputGradient(scan.States + i) is { } whole && gradient.IsOutputActive(scan.States + i))
            {
                string element = builder.Graph.NewName("element");
                builder.Graph.Facts[element] = gradient.OutputFacts(scan.States + i) with { Content = null };
                scanned.Add(new(element, whole, scan.OutputAxis(i), !scan.OutputReversed(i)));
                seeds.Add((scan.States + i, builder.Emitter.Value(element)));
            }
        }

        var cotangents = gradient.Differentiate(seeds);
        foreach (var (k, at) in states.Select((at, k) => (k, at)))
        {
            builder.Return(cotangents.Inputs.TryGetValue(at, out var next) ? next : gradient.Zeros(carried[k]));
        }

        foreach (var (value, cotangent) in cotangents.Captures)
        {
            var whole = context.Graph.Value(value);
            builder.Return(builder.AddInput("sum", whole.Facts) + cotangent);
            initial.Add(ZerosLike(context, whole));
        }

        int[] inputs = [.. Enumerable.Range(0, scan.Inputs).Where(i => cotangents.Inputs.ContainsKey(scan.States + i))];
        if (initial.Count + inputs.Length == 0)
        {
            return;
        }

        foreach (int i in inputs)
        {
            builder.Return(cotangents.Inputs[scan.States + i]);
        }

        var backward = builder.Finish();
        for (int i = 0; i < scan.Inputs; i++)
        {
            if (builder.Reads(gradient.Input(scan.States + i)))
            {
                scanned.Add(new(gradient.Input(scan.States + i), context.Input(scan.States + i), scan.InputAxis(i), !scan.InputReversed(i)));
            }
        }

        for (int k = 0; k < scan.States; k++)
        {
            if (builder.Reads(gradient.Input(k)))
            {
                scanned.Add(new(gradient.Input(k), scan.Store(context, body, k), 0, Reversed: true));
            }
        }

        foreach (var one in scanned.Where(s => builder.Reads(s.Element)).ToArray())
        {
            builder.AddInput(one.Element, builder.Graph.Facts[one.Element], backward.Input.Count);
        }

        scanned.RemoveAll(s => !builder.Reads(s.Element));
        if (scanned.Count == 0)
        {
            // Nothing is read step by step, yet the steps count.
            var whole = context.Input(scan.States);
            string element = builder.Graph.NewName("element");
            var facts = gradient.InputFacts(scan.States);
            builder.AddInput(element, facts, backward.Input.Count);
            scanned.Add(new(element, whole, scan.InputAxis(0), Reversed: false));
        }

        var results = context.Graph.Add(
            string.Empty,
            "Scan",
            [.. initial, .. scanned.Select(s => s.Whole)],
            initial.Count + inputs.Length,
            NodeArgument.Of("body", backward),
            ("num_scan_inputs", scanned.Count),
            ("scan_input_axes", [.. scanned.Select(s => (long)s.Axis)]),
            ("scan_input_directions", [.. scanned.Select(s => s.Reversed ? 1L : 0L)]),
            ("scan_output_axes", [.. inputs.Select(i => (long)scan.InputAxis(i))]),
            ("scan_output_directions", [.. inputs.Select(i => scan.InputReversed(i) ? 0L : 1L)]));
        var known = context.Graph.Graph.Facts;
        for (int k = 0; k < states.Length; k++)
        {
            known[results[k].Name] = context.Input(states[k]).Facts with { Content = null };
            context.SetInputGradient(states[k], results[k]);
        }

        for (int c = 0; c < cotangents.Captures.Count; c++)
        {
            string value = cotangents.Captures[c].Value;
            known[results[states.Length + c].Name] = context.Graph.Value(value).Facts with { Content = null };
            context.AddCapturedGradient(value, results[states.Length + c]);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            int at = scan.States + inputs[i];
            known[results[initial.Count + i].Name] = context.Input(at).Facts with { Content = null };
            context.SetInputGradient(at, results[initial.Count + i]);
        }
    }

    private static GraphValue ZerosLike(GradientContext context, GraphValue value) =>
        context.Graph.Zeros(context.Graph.Shape(value), value.ElementType);

    /// <summary>An input of the new loop that is taken slice by slice.</summary>
    private sealed record ScannedInput(string Element, GraphValue Whole, int Axis, bool Reversed);

    /// <summary>The attributes of a Scan node with their defaults.</summary>
    private sealed class ScanAttributes(NodeProto node)
    {
        public int Inputs { get; } = (int)node.Int("num_scan_inputs");

        public int States => node.Input.Count - Inputs;

        public int Outputs { get; } = node.Body("body")!.Output.Count - (node.Input.Count - (int)node.Int("num_scan_inputs"));

        public int InputAxis(int index) => (int)(node.Ints("scan_input_axes")?[index] ?? 0);

        public bool InputReversed(int index) => node.Ints("scan_input_directions")?[index] == 1;

        public int OutputAxis(int index) => (int)(node.Ints("scan_output_axes")?[index] ?? 0);

        public bool OutputReversed(int index) => node.Ints("scan_output_directions")?[index] == 1;

        /// <summary>Lets the loop return, stacked along axis 0, the state that each iteration starts from.</summary>
        public GraphValue Store(GradientContext context, GraphProto body, int state)
        {
            var graph = context.Graph.Graph;
            var facts = graph.Facts[body.Input[state].Name];
            string element = graph.NewName("state");
            body.Node.Add(new NodeProto { OpType = "Identity", Input = { body.Input[state].Name }, Output = { element } });
            body.Output.Add(new ValueInfoProto
            {
                Name = element,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)facts.Type } },
            });
            foreach (string list in (string[])["scan_output_axes", "scan_output_directions"])
            {
                if (node.Ints(list) is { } values)
                {
                    node.Set(list, [.. values, 0]);
                }
            }

            graph.RequireOutputs(node, body.Output.Count - 1);
            string name = graph.NewName("states");
            var steps = context.Input(States).Facts.Shape is { } shape ? shape[NodeContext.Axis(InputAxis(0), shape.Length)] : null;
            graph.AddOutput(node, name, new(
                facts.Type,
                facts.Shape is null || steps is null ? null : [steps, .. facts.Shape]));
            return context.Graph.Value(name);
        }
    }
}
