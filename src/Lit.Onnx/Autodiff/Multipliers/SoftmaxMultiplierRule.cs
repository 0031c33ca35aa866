namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>eˣ / Σ eˣ or its logarithm along one axis.</summary>
/// <remarks>
/// With L = ln Σ eˣ the output is a function of u = x − L, element by element. What L changes by is given to the elements
/// by how much each changes the sum: w = (Δeˣ / Δx) (ΔL / ΔΣ), so that Σ w Δx = ΔL. Both passes are shifted by one number,
/// and differences of elements that are masked in both are zero.
/// </remarks>
internal sealed class SoftmaxMultiplierRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var graph = context.Graph;
        Change x = Change.Of(context, context.Input(0));
        int axis = NodeContext.Axis(context.Int("axis", -1), x.Value.Rank);
        Change log = new(LogSumExp(x.Value, axis), LogSumExp(x.Reference, axis));
        var change = Finite(x.Value, x.Reference);
        var multiplier = context.Gradient;
        if (context.Operator == "Softmax")
        {
            Change y = Change.Of(context, context.Output(0));
            multiplier *= Change.Ratio(y.Difference, change - log.Difference, y.Value);
        }

        return multiplier - (Weights(x, change, log, axis) * graph.Sum(multiplier, keep: true, axis));
    });

    private static GraphValue Weights(Change x, GraphValue change, Change log, int axis)
    {
        var graph = x.Value.Emitter;
        var shift = graph.Add("Max", [Greatest(x.Value, axis), Greatest(x.Reference, axis)]);
        Change power = new(graph.Add("Exp", [x.Value - shift]), graph.Add("Exp", [x.Reference - shift]));
        Change sum = new(graph.Sum(power.Value, keep: true, axis), graph.Sum(power.Reference, keep: true, axis));
        return Change.Ratio(power.Difference, change, power.Value)
            * log.Per(sum, graph.Add("Reciprocal", [sum.Value]));
    }

    /// <summary>a − b, and 0 where both are the same infinity.</summary>
    private static GraphValue Finite(GraphValue a, GraphValue b)
    {
        var graph = a.Emitter;
        return graph.Where(graph.Add("Equal", [a, b]), graph.Scalar(0, a), a - b);
    }

    private static GraphValue LogSumExp(GraphValue x, int axis)
    {
        var graph = x.Emitter;
        var greatest = Greatest(x, axis);
        return greatest + graph.Add("Log", [graph.Sum(graph.Add("Exp", [x - greatest]), keep: true, axis)]);
    }

    private static GraphValue Greatest(GraphValue x, int axis) =>
        x.Emitter.Add("ReduceMax", [x, x.Emitter.Integers(axis)], ("keepdims", 1));
}
