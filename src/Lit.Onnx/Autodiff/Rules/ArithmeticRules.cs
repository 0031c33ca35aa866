namespace Lit.Onnx.Autodiff.Rules;

/// <summary>a + b + …: the cotangent itself, reduced to each operand.</summary>
internal sealed class AddRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        for (int i = 0; i < context.InputCount; i++)
        {
            int index = i;
            context.SetInputGradient(index, () => context.Graph.Unbroadcast(context.Gradient, context.Input(index)));
        }
    }
}

/// <summary>a − b.</summary>
internal sealed class SubRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        context.SetInputGradient(0, () => context.Graph.Unbroadcast(context.Gradient, context.Input(0)));
        context.SetInputGradient(1, () => -context.Graph.Unbroadcast(context.Gradient, context.Input(1)));
    }
}

/// <summary>a b.</summary>
internal sealed class MulRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (a, b) = (context.Input(0), context.Input(1));
        context.SetInputGradient(0, () => context.Graph.Unbroadcast(context.Gradient * b, a));
        context.SetInputGradient(1, () => context.Graph.Unbroadcast(context.Gradient * a, b));
    }
}

/// <summary>a / b.</summary>
internal sealed class DivRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (a, b) = (context.Input(0), context.Input(1));
        context.SetInputGradient(0, () => context.Graph.Unbroadcast(context.Gradient / b, a));
        context.SetInputGradient(1, () => -context.Graph.Unbroadcast(context.Gradient / b * context.Output(0), b));
    }
}

/// <summary>The mean of tensors.</summary>
internal sealed class MeanRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        for (int i = 0; i < context.InputCount; i++)
        {
            int index = i;
            context.SetInputGradient(
                index,
                () => context.Graph.Unbroadcast(context.Gradient * (1.0 / context.InputCount), context.Input(index)));
        }
    }
}

/// <summary>The least or greatest of tensors; operands that are equal share the cotangent.</summary>
internal sealed class ExtremumRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var y = context.Output(0);
        GraphValue[] hits =
        [
            .. Enumerable.Range(0, context.InputCount)
                .Select(i => context.Graph.Indicator(context.Graph.Add("Equal", [context.Input(i), y]), y)),
        ];
        var share = context.Gradient / hits.Aggregate((a, b) => a + b);
        for (int i = 0; i < hits.Length; i++)
        {
            int index = i;
            context.SetInputGradient(index, () => context.Graph.Unbroadcast(share * hits[index], context.Input(index)));
        }
    }
}

/// <summary>aᵇ.</summary>
internal sealed class PowRule : IGradientRule
{
    public void Differentiate(GradientContext context)
    {
        var (a, b, y) = (context.Input(0), context.Input(1), context.Output(0));
        var graph = context.Graph;
        context.SetInputGradient(0, () => graph.Unbroadcast(context.Gradient * BaseSlope(context, a, b, y), a));
        context.SetInputGradient(1, () =>
        {
            // 0 to the power of anything does not move with the power.
            var positive = a > 0;
            var log = graph.Add("Log", [graph.Where(positive, a, graph.Scalar(1, a))]);
            return graph.Unbroadcast(graph.Cast(context.Gradient * y * log, b.ElementType), b);
        });
    }

    private static GraphValue BaseSlope(NodeContext context, GraphValue a, GraphValue b, GraphValue y)
    {
        double? exponent = context.ConstantFloats(1) is [var real] ? real : context.ConstantIntegers(1) is [var whole] ? whole : null;
        return exponent switch
        {
            2 => a * 2,
            3 => a * a * 3,
            0.5 => 0.5 / y,
            -0.5 => y / a * -0.5,
            -1 => -(y * y),
            { } fixedExponent => context.Graph.Add("Pow", [a, context.Graph.Scalar(fixedExponent - 1, a)]) * fixedExponent,
            null => Variable(context.Graph, a, context.Graph.Cast(b, a.ElementType)),
        };
    }

    private static GraphValue Variable(GraphEmitter graph, GraphValue a, GraphValue b) => b * graph.Add("Pow", [a, b - 1]);
}

/// <summary>The remainder as C computes it: a − b trunc(a / b).</summary>
internal sealed class ModRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Int("fmod", 0) == 0 ? "Mod without fmod is for integers" : null;

    public void Differentiate(GradientContext context)
    {
        var (graph, a, b) = (context.Graph, context.Input(0), context.Input(1));
        context.SetInputGradient(0, () => graph.Unbroadcast(context.Gradient, a));
        context.SetInputGradient(1, () =>
        {
            var ratio = a / b;
            var whole = graph.Add("Floor", [graph.Add("Abs", [ratio])]) * graph.Add("Sign", [ratio]);
            return graph.Unbroadcast(-(context.Gradient * whole), b);
        });
    }
}
