using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>An operator that is linear in what changes: its derivative is its multiplier.</summary>
internal sealed class LinearRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context)
    {
        int moving = 0;
        for (int i = 0; i < context.InputCount; i++)
        {
            if (context.HasInput(i) && !context.NeedsGradient(i) && Change.Of(context, context.Input(i)).Moves
                && !RepairsNaN(context, i))
            {
                return $"its input {i} differs between the example and the reference in a way that has no multiplier";
            }

            moving += context.NeedsGradient(i) ? 1 : 0;
        }

        return moving > 1 && !MultiplierRules.TakesSeveral.Contains(context.Operator)
            ? "it is not linear in several inputs that change together, which has no multiplier"
            : rule.WhyUnsupported(context);
    }

    public void Differentiate(GradientContext context) => rule.Differentiate(context);

    /// <summary>Whether an input only asks which elements are no numbers: those masked in both passes.</summary>
    private static bool RepairsNaN(NodeContext context, int input) =>
        context.Operator == "Where" && input == 0
            && context.Graph.Graph.Producer(context.Input(0).Name) is { } test && test.Is("IsNaN");
}

/// <summary>An operator that is linear in each of two inputs: the other one counts with the middle of example and reference.</summary>
/// <remarks>Δ(a b) = Δa (b + b′) / 2 + Δb (a + a′) / 2, so that the two parts sum to the whole difference.</remarks>
internal sealed class BilinearRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) => context.InputCount > 2 && Enumerable.Range(2, context.InputCount - 2).Any(i =>
        context.HasInput(i) && !context.NeedsGradient(i) && Change.Of(context, context.Input(i)).Moves)
            ? "an input differs between the example and the reference in a way that has no multiplier"
            : rule.WhyUnsupported(context);

    public void Differentiate(GradientContext context)
    {
        bool both = context.NeedsGradient(0) && context.NeedsGradient(1);
        for (int i = 0; i < context.InputCount; i++)
        {
            if (!context.NeedsGradient(i))
            {
                continue;
            }

            var part = both && i < 2
                ? context.With(1 - i, Change.Of(context, context.Input(1 - i)).Mean, only: i)
                : context.With(null, null, only: i);
            rule.Differentiate(part);
            if (part.InputGradients[i] is { } gradient)
            {
                context.SetInputGradient(i, gradient);
            }
        }
    }
}

/// <summary>a / b: a product with 1 / b.</summary>
internal sealed class QuotientRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var graph = context.Graph;
        var (a, b) = (Change.Of(context, context.Input(0)), Change.Of(context, context.Input(1)));
        Change inverse = new(
            graph.Add("Reciprocal", [b.Value]),
            b.Moves ? graph.Add("Reciprocal", [b.Reference]) : graph.Add("Reciprocal", [b.Value]));
        context.SetInputGradient(0, () => graph.Unbroadcast(context.Gradient * inverse.Mean, a.Value));
        context.SetInputGradient(
            1, () => -graph.Unbroadcast(context.Gradient * a.Mean * inverse.Value * inverse.Reference, b.Value));
    }
}
