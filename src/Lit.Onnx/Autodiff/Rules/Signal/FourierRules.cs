using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Signal;

/// <summary>The discrete Fourier transform: the cotangent is transformed the other way.</summary>
internal sealed class DftRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its input is not known"
        : Fourier.Axis(context) is null ? "its axis is only known at run time"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, g) = (context.Graph, context.Input(0), context.Gradient);
        int axis = Fourier.Axis(context)!.Value;
        bool inverse = context.Int("inverse", 0) != 0;
        bool oneSided = context.Int("onesided", 0) != 0;
        var size = graph.Dimension(x, axis);
        var length = context.HasInput(1) ? graph.Reshape(graph.Cast(context.Input(1), OnnxElementType.Int64), graph.Integers(1))
            : inverse && oneSided ? (size - graph.Integers(1)) * graph.Integers(2)
            : size;
        var number = graph.Cast(graph.Reshape(length, graph.Integers()), g.ElementType);
        GraphValue result;
        if (inverse && oneSided)
        {
            // Inner frequencies stand for themselves and for their mirror image.
            var spectrum = Fourier.Transform(g, length, axis, inverse: false, oneSided: true);
            var frequency = Attention.Heads.Positions(spectrum, axis);
            var edge = graph.Add(
                "Or",
                [graph.Add("Equal", [frequency, graph.Integers(0)]), graph.Add("Equal", [frequency * graph.Integers(2), length])]);
            var weight = graph.Where(edge, graph.Scalar(1, g), graph.Scalar(2, g));
            long[] along = [.. Enumerable.Range(0, x.Rank).Select(i => i == axis ? -1L : 1L)];
            result = spectrum * graph.Reshape(weight, graph.Integers(along)) / number;
        }
        else if (inverse)
        {
            result = Fourier.Transform(g, length, axis, inverse: false, oneSided: false) / number;
        }
        else
        {
            var whole = oneSided ? Fourier.Fit(g, axis, length) : g;
            result = Fourier.Transform(whole, length, axis, inverse: true, oneSided: false) * number;
        }

        var fitted = Fourier.Fit(result, axis, size);

        // Real numbers have no imaginary part that could move.
        return x.Dimensions?[^1] == 2
            ? fitted
            : graph.Slice(fitted, graph.Integers(0), graph.Dimension(x, -1), graph.Integers(-1));
    });
}

/// <summary>The short-time Fourier transform: frames, window, transform.</summary>
internal sealed class StftRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its signal is not known" : null;

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, signal) = (node.Graph, node.Input(0));
        if (signal.Rank == 2)
        {
            signal = graph.Unsqueeze(signal, 2);
        }

        var length = node.HasInput(3)
            ? graph.Reshape(graph.Cast(node.Input(3), OnnxElementType.Int64), graph.Integers(1))
            : graph.Dimension(node.Input(2), 0);
        var step = graph.Reshape(graph.Cast(node.Input(1), OnnxElementType.Int64), graph.Integers(1));
        var starts = graph.Unsqueeze(Attention.Heads.Positions(node.Output(0), 1) * step, 1);
        var frames = graph.Add("Gather", [signal, starts + Attention.Heads.Count(length)], ("axis", 1));
        if (node.HasInput(2))
        {
            frames *= graph.Unsqueeze(node.Input(2), 1);
        }

        return [Fourier.Transform(frames, length, 2, inverse: false, node.Int("onesided", 1) != 0)];
    }
}

/// <summary>What the Fourier rules share.</summary>
internal static class Fourier
{
    /// <summary>The version from which on the axis is an input.</summary>
    private const int AxisIsInput = 20;

    /// <summary>The axis that a node transforms; null if it is only known at run time.</summary>
    public static int? Axis(NodeContext node)
    {
        int rank = node.Input(0).Rank;
        if (node.Opset < AxisIsInput)
        {
            return NodeContext.Axis(node.Int("axis", 1), rank);
        }

        return !node.HasInput(2) ? rank - 2
            : node.ConstantIntegers(2) is [var axis] ? NodeContext.Axis(axis, rank)
            : null;
    }

    public static GraphValue Transform(GraphValue x, GraphValue length, int axis, bool inverse, bool oneSided)
    {
        var graph = x.Emitter;
        var number = graph.Reshape(length, graph.Integers());
        return graph.Graph.Opset < AxisIsInput
            ? graph.Add("DFT", [x, number], ("axis", axis), ("inverse", inverse ? 1 : 0), ("onesided", oneSided ? 1 : 0))
            : graph.Add(
                "DFT",
                [x, number, graph.Constant(axis, OnnxElementType.Int64)],
                ("inverse", inverse ? 1 : 0),
                ("onesided", oneSided ? 1 : 0));
    }

    /// <summary>Puts zeros behind, or cuts off the end.</summary>
    public static GraphValue Fit(GraphValue x, int axis, GraphValue size)
    {
        var graph = x.Emitter;
        var have = graph.Dimension(x, axis);
        return have.Name == size.Name
            ? x
            : graph.Add("Pad", [x, graph.Concat(0, graph.Integers(0), size - have), null, graph.Integers(axis)], ("mode", "constant"));
    }
}
