using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>How many inputs and outputs the branches and bodies of control flow have, given those of their node.</summary>
internal static class BodyArity
{
    /// <summary>What is wrong with the graphs of a node, as a sentence; null if nothing is.</summary>
    /// <param name="node">The node.</param>
    /// <param name="version">The version of the standard operators.</param>
    public static string? WhyWrong(NodeProto node, long version) =>
        node.Is("If") ? OfBranches(node)
        : node.Is("Loop") ? OfLoop(node)
        : node.Is("Scan") && version >= 9 ? OfScan(node)
        : null;

    private static string? OfBranches(NodeProto node)
    {
        foreach (string name in (string[])["then_branch", "else_branch"])
        {
            if (node.Body(name) is not { } branch)
            {
                return $"expected a graph in the attribute {name}, found none.";
            }

            if (branch.Input.Count > 0 || branch.Output.Count != node.Output.Count)
            {
                return $"expected {name} to have no inputs and {node.Output.Count} outputs, found {branch.Input.Count} and {branch.Output.Count}.";
            }
        }

        return null;
    }

    private static string? OfLoop(NodeProto node)
    {
        if (node.Body("body") is not { } body)
        {
            return "expected a graph in the attribute body, found none.";
        }

        int states = Math.Max(0, node.Input.Count - 2);
        return body.Input.Count != 2 + states || body.Output.Count < 1 + states || node.Output.Count > body.Output.Count - 1
            ? $"expected a body of {2 + states} inputs and at least {1 + Math.Max(states, node.Output.Count)} outputs, "
                + $"found {body.Input.Count} and {body.Output.Count}."
            : MissingState(node, 2);
    }

    private static string? OfScan(NodeProto node)
    {
        if (node.Body("body") is not { } body)
        {
            return "expected a graph in the attribute body, found none.";
        }

        long scanned = node.Int("num_scan_inputs");
        if (scanned < 1 || scanned > node.Input.Count)
        {
            return $"expected num_scan_inputs from 1 to {node.Input.Count}, found {scanned}.";
        }

        int states = node.Input.Count - (int)scanned;
        if (body.Input.Count != node.Input.Count || body.Output.Count < states || node.Output.Count > body.Output.Count)
        {
            return $"expected a body of {node.Input.Count} inputs and at least {Math.Max(states, node.Output.Count)} outputs, "
                + $"found {body.Input.Count} and {body.Output.Count}.";
        }

        foreach (var (name, length) in (ReadOnlySpan<(string, long)>)
            [
                ("scan_input_axes", scanned), ("scan_input_directions", scanned),
                ("scan_output_axes", body.Output.Count - states), ("scan_output_directions", body.Output.Count - states),
            ])
        {
            if (node.Ints(name) is { } values && values.Length != length)
            {
                return $"expected {length} numbers in the attribute {name}, found {values.Length}.";
            }
        }

        return MissingState(node, 0);
    }

    private static string? MissingState(NodeProto node, int first)
    {
        for (int i = first; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length == 0)
            {
                return $"expected a value for input {i}, found none.";
            }
        }

        return null;
    }
}
