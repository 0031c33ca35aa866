using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>The greatest or least element of windows or axes.</summary>
/// <remarks>
/// A rise of the maximum is due to the element that is the maximum at the example, a fall to the one that is it at the
/// reference: its own change is at least as large, so that multipliers lie in [0, 1] and nothing is lost.
/// </remarks>
internal sealed class MaxPoolMultiplierRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var graph = context.Graph;
        context.Proto.Remove("storage_order");
        var (x, y) = (Change.Of(context, context.Input(0)), Change.Of(context, context.Output(0)));
        var reference = graph.Graph.Producer(y.Reference.Name)!;
        reference.Remove("storage_order");
        var there = context.OfNode(reference).RequireOutput(1);
        var here = context.RequireOutput(1);
        var rises = graph.Add("GreaterOrEqual", [y.Value, y.Reference]);
        var winner = graph.Where(rises, here, there);
        var parts = Rules.Positions.Scatter(graph, winner, context.Gradient * y.Difference, x.Value, add: true);
        var plain = Rules.Positions.Scatter(graph, here, context.Gradient, x.Value, add: true);
        return Change.Ratio(parts, x.Difference, plain);
    });
}

/// <summary>The greatest or least element along axes: as <see cref="MaxPoolMultiplierRule"/>, shared by equal elements.</summary>
internal sealed class ExtremeMultiplierRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => rule.WhyUnsupported(context);

    public void Differentiate(GradientContext context)
    {
        var graph = context.Graph;
        bool least = context.Operator == "ReduceMin";
        var (x, y) = (Change.Of(context, context.Input(0)), Change.Of(context, context.Output(0)));
        long[] axes = Axes(context, x.Value.Rank);
        GraphValue Wide(GraphValue value) =>
            value.Rank == x.Value.Rank ? value : graph.Unsqueeze(value, axes);
        var (now, before) = (Wide(y.Value), Wide(y.Reference));
        var up = graph.Add(least ? "LessOrEqual" : "GreaterOrEqual", [now, before]);
        var hits = graph.Indicator(
            graph.Add("Equal", [graph.Where(up, x.Value, x.Reference), graph.Where(up, now, before)]), x.Value);
        var share = Wide(context.Gradient) * hits / graph.Sum(hits, keep: true, axes);
        context.SetInputGradient(0, () => Change.Ratio(share * (now - before), x.Difference, share));
    }

    private static long[] Axes(NodeContext context, int rank)
    {
        if (context.Operator == "GlobalMaxPool")
        {
            return [.. Enumerable.Range(2, rank - 2).Select(i => (long)i)];
        }

        return context.ConstantIntegers(1) is { Count: > 0 } axes
            ? [.. axes.Select(axis => (long)NodeContext.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank).Select(i => (long)i)];
    }
}

/// <summary>The greater or less of two tensors: a change is due to the one that is chosen at its upper end.</summary>
internal sealed class ChoiceMultiplierRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.InputCount != 2 ? "of more than two tensors it has no multiplier" : rule.WhyUnsupported(context);

    public void Differentiate(GradientContext context)
    {
        var graph = context.Graph;
        Change y = Change.Of(context, context.Output(0));
        Change first = Change.Of(context, context.Input(0));
        var up = graph.Add(context.Operator == "Min" ? "LessOrEqual" : "GreaterOrEqual", [y.Value, y.Reference]);
        var isFirst = graph.Add(
            "Equal", [graph.Where(up, first.Value, first.Reference), graph.Where(up, y.Value, y.Reference)]);
        for (int i = 0; i < 2; i++)
        {
            int index = i;
            context.SetInputGradient(index, () =>
            {
                Change x = Change.Of(context, context.Input(index));
                var chosen = index == 0 ? isFirst : graph.Add("Not", [isFirst]);
                var difference = graph.ExpandLike(x.Difference, y.Value);
                var multiplier = Change.Ratio(context.Gradient * y.Difference, difference, context.Gradient);
                return graph.Unbroadcast(graph.WhereOrZero(chosen, multiplier), x.Value);
            });
        }
    }
}
