namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>A function of one tensor, element by element: the change of the output for each unit of the change of the input.</summary>
internal sealed class RescaleRule(IGradientRule rule) : IGradientRule
{
    public string? WhyUnsupported(NodeContext context)
    {
        for (int i = 1; i < context.InputCount; i++)
        {
            if (context.HasInput(i) && Change.Of(context, context.Input(i)).Moves)
            {
                return "more than its first input differs between the example and the reference, which has no multiplier";
            }
        }

        return rule.WhyUnsupported(context);
    }

    public void Differentiate(GradientContext context)
    {
        // Taken first: a rule may let another operator make the output.
        var (x, y) = (Change.Of(context, context.Input(0)), Change.Of(context, context.Output(0)));
        rule.Differentiate(context);
        if (context.InputGradients[0] is { } gradient)
        {
            context.SetInputGradient(0, Change.Ratio(context.Gradient * y.Difference, x.Difference, gradient));
        }
    }
}
