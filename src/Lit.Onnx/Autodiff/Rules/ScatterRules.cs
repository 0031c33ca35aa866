using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>Elements written over others, added to them, multiplied, or compared with them.</summary>
internal sealed class ScatterRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Text("reduction", "none") is "none" or "add" or "mul" or "max" or "min"
            ? null
            : $"reduction '{context.Text("reduction", "none")}' has no rule";

    public void Differentiate(GradientContext context)
    {
        var at = new Places(context);
        switch (context.Text("reduction", "none"))
        {
            case "add":
                context.SetInputGradient(0, () => context.Gradient);
                context.SetInputGradient(2, () => at.Gather(context.Gradient));
                break;
            case "mul":
                DifferentiateProduct(context, at);
                break;
            case "max" or "min":
                DifferentiateExtremum(context, at);
                break;
            default:
                context.SetInputGradient(0, () => at.Scatter(
                    context.Gradient,
                    context.Graph.Zeros(context.Graph.Shape(context.Input(2)), context.Gradient.ElementType),
                    "none"));
                context.SetInputGradient(2, () => at.Gather(context.Gradient));
                break;
        }
    }

    private static void DifferentiateProduct(GradientContext context, Places at)
    {
        var (graph, x, updates, g) = (context.Graph, context.Input(0), context.Input(2), context.Gradient);
        var one = graph.Scalar(1, x);
        var ones = graph.Expand(one, graph.Shape(x));
        context.SetInputGradient(0, () => g * at.Scatter(ones, updates, "mul"));
        context.SetInputGradient(2, () =>
        {
            // The product of the other factors of the same place, also where a factor is 0.
            var zero = graph.Add("Equal", [updates, graph.Scalar(0, updates)]);
            var others = at.Gather(x * at.Scatter(ones, graph.Where(zero, one, updates), "mul"));
            var zeros = at.Gather(at.Scatter(graph.Zeros(graph.Shape(x), x.ElementType), graph.Indicator(zero, x), "add"));
            var single = graph.Add("And", [zero, graph.Add("Equal", [zeros, one])]);
            var none = graph.Add("Equal", [zeros, graph.Scalar(0, x)]);
            return at.Gather(g) * graph.Where(none, others / updates, graph.WhereOrZero(single, others));
        });
    }

    /// <summary>Candidates that are equal share the cotangent.</summary>
    private static void DifferentiateExtremum(GradientContext context, Places at)
    {
        var (graph, x, updates, y) = (context.Graph, context.Input(0), context.Input(2), context.Output(0));
        var first = graph.Indicator(graph.Add("Equal", [x, y]), x);
        var hits = graph.Indicator(graph.Add("Equal", [updates, at.Gather(y)]), x);
        var share = context.Gradient / at.Scatter(first, hits, "add");
        context.SetInputGradient(0, () => graph.WhereOrZero(first > 0, share));
        context.SetInputGradient(2, () => graph.WhereOrZero(hits > 0, at.Gather(share)));
    }

    /// <summary>The places that a node writes to, of either operator.</summary>
    private sealed class Places(GradientContext context)
    {
        private readonly bool _rows = context.Operator == "ScatterND";
        private readonly long _axis = context.Int("axis", 0);

        public GraphValue Gather(GraphValue x) => _rows
            ? context.Graph.Add("GatherND", [x, context.Input(1)])
            : context.Graph.Add("GatherElements", [x, context.Input(1)], ("axis", _axis));

        public GraphValue Scatter(GraphValue x, GraphValue updates, string reduction)
        {
            var graph = context.Graph;
            var type = x.ElementType;
            var (wide, added) = (Wide(x), Wide(updates));
            GraphValue?[] inputs = [wide, context.Input(1), added];
            var result = (_rows, reduction) switch
            {
                (true, "none") => graph.Add("ScatterND", inputs),
                (true, _) => graph.Add("ScatterND", inputs, ("reduction", reduction)),
                (false, "none") => graph.Add("ScatterElements", inputs, ("axis", _axis)),
                _ => graph.Add("ScatterElements", inputs, ("axis", _axis), ("reduction", reduction)),
            };
            return graph.Cast(result, type);
        }

        private GraphValue Wide(GraphValue x) => x.ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16
            ? context.Graph.Cast(x, OnnxElementType.Float)
            : x;
    }
}
