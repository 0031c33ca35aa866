namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Elements of one tensor or another by a condition.</summary>
/// <remarks>Chooses rather than multiplies: masks hold infinities, and infinity times 0 is not 0.</remarks>
internal sealed class WhereRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var graph = context.Graph;
        var condition = context.Input(0);
        context.SetInputGradient(1, () => graph.Unbroadcast(graph.WhereOrZero(condition, context.Gradient), context.Input(1)));
        context.SetInputGradient(2, () => graph.Unbroadcast(
            graph.Where(condition, graph.Scalar(0, context.Gradient), context.Gradient),
            context.Input(2)));
    }
}

/// <summary>Limits to a range: 1 inside and at both bounds, 0 outside.</summary>
internal sealed class ClipRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x) = (context.Graph, context.Input(0));
        if (!context.HasInput(1) && !context.HasInput(2))
        {
            context.SetInputGradient(0, context.Gradient);
            return;
        }

        // What is inside the bounds, or at one of them, is what the operator left alone.
        context.SetInputGradient(0, () =>
            graph.WhereOrZero(graph.Add("Equal", [x, context.Output(0)]), context.Gradient));
        if (!context.NeedsGradient(1) && !context.NeedsGradient(2))
        {
            return;
        }

        var below = context.HasInput(1) ? graph.Add("Less", [x, context.Input(1)]) : null;
        var above = context.HasInput(2) ? graph.Add("Greater", [x, context.Input(2)]) : null;
        context.SetInputGradient(1, () => Bound(context, above is null ? below! : graph.Add("And", [below!, graph.Add("Not", [above])]), 1));
        context.SetInputGradient(2, () => Bound(context, above!, 2));
    }

    /// <summary>A bound gets what belongs to the elements that it replaces.</summary>
    private static GraphValue Bound(GradientContext context, GraphValue replaced, int index) => context.Graph.ReshapeLike(
        context.Graph.Add("ReduceSum", [context.Graph.WhereOrZero(replaced, context.Gradient)], ("keepdims", 0)),
        context.Input(index));
}

/// <summary>Identity above 0, a slope for each channel below.</summary>
internal sealed class PReluRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (graph, x, slope, g) = (context.Graph, context.Input(0), context.Input(1), context.Gradient);
        var positive = x > 0;
        context.SetInputGradient(0, () => graph.Where(positive, g, g * slope));
        context.SetInputGradient(1, () => graph.Unbroadcast(graph.Where(positive, graph.Scalar(0, g), g * x), slope));
    }
}

/// <summary>Running sums: the cotangent is summed in the other direction.</summary>
internal sealed class CumSumRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () => context.Graph.Add(
        "CumSum",
        [context.Gradient, context.Input(1)],
        ("exclusive", context.Int("exclusive", 0)),
        ("reverse", 1 - context.Int("reverse", 0))));
}

/// <summary>The upper or lower triangle.</summary>
internal sealed class TriluRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () => context.Graph.Add(
        "Trilu",
        [context.Gradient, context.HasInput(1) ? context.Input(1) : null],
        ("upper", context.Int("upper", 1))));
}
