namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A reduction along axes.</summary>
internal abstract class ReductionRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x) = (context.Graph, context.Input(0));
        var axes = context.HasInput(1) ? context.Input(1) : null;
        if (context.Int("noop_with_empty_axes", 0) != 0 && (axes is null || context.ConstantIntegers(1) is []))
        {
            return context.Gradient;
        }

        if (axes is null || context.ConstantIntegers(1) is [])
        {
            axes = graph.Integers([.. Enumerable.Range(0, x.Rank).Select(i => (long)i)]);
        }

        bool keep = context.Int("keepdims", 1) != 0;
        var g = keep ? context.Gradient : graph.Add("Unsqueeze", [context.Gradient, axes]);
        var y = keep ? context.Output(0) : graph.Add("Unsqueeze", [context.Output(0), axes]);
        return Derive(graph, g, x, y, axes);
    });

    /// <param name="graph">The graph.</param>
    /// <param name="g">The cotangent of <paramref name="y"/>.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, its reduced axes kept with size 1.</param>
    /// <param name="axes">The reduced axes.</param>
    protected abstract GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes);
}

/// <summary>Σ x.</summary>
internal sealed class ReduceSumRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        graph.ExpandLike(g, x);
}

/// <summary>Σ x / n.</summary>
internal sealed class ReduceMeanRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        graph.ExpandLike(g / graph.Count(x, y), x);
}

/// <summary>The greatest or least element; equal ones share the cotangent.</summary>
internal sealed class ReduceExtremumRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes)
    {
        var hits = graph.Indicator(graph.Add("Equal", [x, y]), x);
        return hits * (g / graph.Add("ReduceSum", [hits, axes], ("keepdims", 1)));
    }
}

/// <summary>Σ |x|.</summary>
internal sealed class ReduceL1Rule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        graph.Add("Sign", [x]) * g;
}

/// <summary>√(Σ x²); 0 at 0.</summary>
internal sealed class ReduceL2Rule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        x * graph.Where(graph.Add("Equal", [y, graph.Scalar(0, y)]), graph.Scalar(0, y), g / y);
}

/// <summary>Σ x².</summary>
internal sealed class ReduceSumSquareRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        x * (g * 2);
}

/// <summary>ln Σ x.</summary>
internal sealed class ReduceLogSumRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        graph.ExpandLike(g / graph.Add("Exp", [y]), x);
}

/// <summary>ln Σ eˣ.</summary>
internal sealed class ReduceLogSumExpRule : ReductionRule
{
    protected override GraphValue Derive(GraphEmitter graph, GraphValue g, GraphValue x, GraphValue y, GraphValue axes) =>
        g * graph.Add("Exp", [x - y]);
}
