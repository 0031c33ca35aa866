using Lit.Onnx.Autodiff;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Takes the look-up of word embeddings out of the operator that ONNX Runtime fuses it into, so that there is a value to differentiate by.</summary>
internal static class EmbeddingExpansion
{
    /// <returns>Whether there was anything to do.</returns>
    public static bool Apply(OnnxGraph graph)
    {
        NodeProto[] found = [.. graph.Proto.Node.Where(n => n.OpType == "EmbedLayerNormalization" && n.Domain == Operators.Microsoft)];
        var emitter = new GraphEmitter(graph);
        foreach (var node in found)
        {
            var context = new GradientContext(node, emitter, GradientRules.Default, new HashSet<string>(), []);
            context.Redirect(Outputs(context));
        }

        if (found.Length > 0)
        {
            graph.Refresh();
        }

        return found.Length > 0;
    }

    private static GraphValue?[] Outputs(GradientContext node)
    {
        var graph = node.Graph;
        var ids = node.Input(0);
        var sum = graph.Add("Gather", [node.Input(2), ids], ("axis", 0));
        if (node.HasInput(8))
        {
            sum += graph.Add("Gather", [node.Input(3), node.Input(8)], ("axis", 0));
        }
        else
        {
            var length = graph.Reshape(graph.Dimension(ids, 1), graph.Integers());
            var positions = graph.Add(
                "Range",
                [graph.Constant(0, OnnxElementType.Int64), length, graph.Constant(1, OnnxElementType.Int64)]);
            sum += graph.Add("Gather", [node.Input(3), positions], ("axis", 0));
        }

        if (node.HasInput(1) && node.HasInput(4))
        {
            sum += graph.Add("Gather", [node.Input(4), node.Input(1)], ("axis", 0));
        }

        var y = graph.Add(
            "LayerNormalization",
            [sum, node.Input(5), node.HasInput(6) ? node.Input(6) : null],
            ("axis", -1),
            ("epsilon", node.Float("epsilon", 1e-12f)));

        // How many tokens of each example count, for attention that takes lengths.
        var lengths = node.HasInput(7)
            ? graph.Add("ReduceSum", [graph.Cast(node.Input(7), OnnxElementType.Int32), graph.Integers(1)], ("keepdims", 0))
            : graph.Zeros(graph.Dimension(ids, 0), OnnxElementType.Int32);
        return [y, lengths, sum];
    }
}
