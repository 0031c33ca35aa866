using Lit.Onnx.Autodiff.Rules;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Finds the values that move with others, inside branches and loops too.</summary>
internal sealed class Activity(OnnxGraph graph, GradientRules rules)
{
    /// <summary>The values of the graph, and of graphs within it, that move with the given ones.</summary>
    public HashSet<string> Of(IEnumerable<string> wanted)
    {
        var active = new HashSet<string>(wanted, StringComparer.Ordinal);
        Spread(graph.Proto, active);
        return active;
    }

    /// <summary>Adds the outputs of a node that move with its inputs, and the values of graphs within it that do.</summary>
    public void Spread(NodeProto node, HashSet<string> active)
    {
        string domain = Operators.NormalizeDomain(node.Domain);
        if (rules.WhyNoGradient(domain, node.OpType) is not null || !node.AllInputs().Any(active.Contains))
        {
            return;
        }

        if (node.Is("If"))
        {
            SpreadBranches(node, active);
        }
        else if (node.Is("Loop") && node.Body("body") is { } repeated)
        {
            SpreadLoop(node, repeated, Math.Max(0, node.Input.Count - 2), firstInput: 2, firstOutput: 1, active);
        }
        else if (node.Is("Scan") && node.Body("body") is { } scanned)
        {
            int states = node.Input.Count - (int)node.Int("num_scan_inputs");
            SpreadLoop(node, scanned, states, firstInput: 0, firstOutput: 0, active);
        }
        else
        {
            SpreadOutputs(node, rules.Find(domain, node.OpType) as IQuantizedRule, active);
        }
    }

    private void Spread(GraphProto proto, HashSet<string> active)
    {
        foreach (var node in proto.Node)
        {
            Spread(node, active);
        }
    }

    private void SpreadOutputs(NodeProto node, IQuantizedRule? quantized, HashSet<string> active)
    {
        for (int i = 0; i < node.Output.Count; i++)
        {
            string output = node.Output[i];
            var type = graph.Facts[output].Type;
            if (output.Length > 0
                && (quantized?.Carries(i) ?? (type.IsFloat || type == OnnxElementType.Undefined || IsCarried(node, type, active))))
            {
                active.Add(output);
            }
        }
    }

    /// <summary>Whether a node moves integers about that stand for rounded numbers on the path.</summary>
    private bool IsCarried(NodeProto node, OnnxElementType type, HashSet<string> active) =>
        node.Input.Any(i => active.Contains(i) && !graph.Facts[i].Type.IsFloat && graph.Facts[i].Type == type);

    private void SpreadBranches(NodeProto node, HashSet<string> active)
    {
        foreach (var branch in node.Subgraphs())
        {
            Spread(branch, active);
            for (int i = 0; i < node.Output.Count && i < branch.Output.Count; i++)
            {
                Follow(branch.Output[i].Name, node.Output[i], active);
            }
        }
    }

    private void SpreadLoop(NodeProto node, GraphProto body, int states, int firstInput, int firstOutput, HashSet<string> active)
    {
        for (int i = firstInput; i < node.Input.Count && i < body.Input.Count; i++)
        {
            Follow(node.Input[i], body.Input[i].Name, active);
        }

        // What an iteration leaves behind is where the next one starts.
        for (bool grown = true; grown;)
        {
            Spread(body, active);
            grown = false;
            for (int k = 0; k < states && firstOutput + k < body.Output.Count; k++)
            {
                grown |= Follow(body.Output[firstOutput + k].Name, body.Input[firstInput + k].Name, active);
            }
        }

        for (int i = 0; i < node.Output.Count && firstOutput + i < body.Output.Count; i++)
        {
            Follow(body.Output[firstOutput + i].Name, node.Output[i], active);
            if (i < states)
            {
                // Without an iteration the state leaves as it came.
                Follow(node.Input[firstInput + i], node.Output[i], active);
            }
        }
    }

    private bool Follow(string from, string to, HashSet<string> active) => active.Contains(from) && Mark(to, active);

    private bool Mark(string value, HashSet<string> active)
    {
        var type = graph.Facts[value].Type;
        return value.Length > 0 && (type.IsFloat || type == OnnxElementType.Undefined) && active.Add(value);
    }
}
