using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Attention;

/// <summary>The ways in which ONNX Runtime's attention operators say which keys are padding.</summary>
internal static class KeyMask
{
    /// <summary>Why a mask cannot be read; null if it can.</summary>
    public static string? WhyUnsupported(NodeContext node, int mask) => !node.HasInput(mask) ? null
        : node.Input(mask).Facts.Rank switch
        {
            null => "the rank of its mask is not known",
            1 when node.Input(mask).Facts.Shape is not [var length] || node.Input(0).Facts.Shape is not { Length: > 0 } shape
                || (!length.Equals(shape[0]) && !length.Equals(shape[0] * 2) && !length.Equals((shape[0] * 3) + 2))
                => "its mask has one dimension whose length does not follow from the number of examples",
            _ => null,
        };

    /// <summary>What is added to the scores: 0 for keys that count and a large negative number for others.</summary>
    /// <param name="node">The node; its first input counts the examples.</param>
    /// <param name="mask">The position of the mask among the inputs.</param>
    /// <param name="keys">Keys <c>[batch, heads, keys, width]</c>.</param>
    public static GraphValue Bias(NodeContext node, int mask, GraphValue keys)
    {
        var graph = node.Graph;
        var value = node.Input(mask);
        var filter = graph.Scalar(node.Float("mask_filter_value", -10000), keys);
        var zero = graph.Scalar(0, keys);
        if (value.Rank == 1)
        {
            return graph.Where(Lengths(node, value, keys), zero, filter);
        }

        var shown = graph.Add("Greater", [graph.Cast(value, OnnxElementType.Int64), graph.Constant(0, OnnxElementType.Int64)]);
        var aligned = value.Rank switch
        {
            2 => graph.Unsqueeze(shown, 1, 2),
            3 => graph.Unsqueeze(shown, 1),
            _ => shown,
        };
        return graph.Where(aligned, zero, filter);
    }

    /// <summary>Which keys lie before the end of their example, and behind its start if that is given too.</summary>
    private static GraphValue Lengths(NodeContext node, GraphValue value, GraphValue keys)
    {
        var graph = node.Graph;
        var batch = graph.Dimension(node.Input(0), 0);
        var numbers = graph.Cast(value, OnnxElementType.Int64);
        var positions = Heads.Positions(keys, 2);
        var column = graph.Integers(-1, 1, 1, 1);
        var ends = graph.Reshape(graph.Slice(numbers, graph.Integers(0), batch, graph.Integers(0)), column);
        var before = graph.Add("Less", [positions, ends]);
        if (value.Facts.Shape![0].Equals(node.Input(0).Facts.Shape![0] * 2))
        {
            var starts = graph.Reshape(
                graph.Slice(numbers, batch, graph.Integers(long.MaxValue), graph.Integers(0)),
                column);
            return graph.Add("And", [before, graph.Add("GreaterOrEqual", [positions, starts])]);
        }

        return before;
    }
}
