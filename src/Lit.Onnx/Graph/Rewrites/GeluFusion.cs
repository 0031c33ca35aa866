using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Writes x · ½ (1 + erf(x / √2)) as one operator, in whatever order exporters multiply it out.</summary>
internal static class GeluFusion
{
    public static void Apply(OnnxGraph graph)
    {
        bool changed = false;
        foreach (var erf in graph.Proto.Node.Where(n => n.Is("Erf")).ToArray())
        {
            if (graph.ScaledOperand(graph.Producer(erf.Input[0])) is var (x, factor) && ConstantScalars.IsNear(factor, Math.Sqrt(0.5))
                && graph.Facts[x].Type is OnnxElementType.Float or OnnxElementType.Float16
                && Product(graph, erf, x) is { } product)
            {
                product.OpType = "Gelu";
                product.Domain = graph.Opset >= 20 ? string.Empty : Operators.Microsoft;
                product.Attribute.Clear();
                product.Input.Clear();
                product.Input.Add(x);
                changed = true;
            }
        }

        if (changed)
        {
            graph.RemoveUnused();
        }
    }

    /// <summary>The node that makes the whole expression; null if the pattern is another.</summary>
    private static NodeProto? Product(OnnxGraph graph, NodeProto erf, string x)
    {
        if (graph.OnlyConsumer(erf.Output[0]) is not { } sum || !sum.Is("Add")
            || ConstantScalars.Other(sum, erf.Output[0]) is not { } one || !ConstantScalars.IsNear(graph.Scalar(one), 1))
        {
            return null;
        }

        string value = sum.Output[0];
        double factor = 1;
        bool hasX = false;
        while (!hasX || !ConstantScalars.IsNear(factor, 0.5))
        {
            if (graph.OnlyConsumer(value) is not { } node)
            {
                return null;
            }

            if (graph.ScaledOperand(node) is var (operand, scale) && operand == value)
            {
                factor *= scale;
            }
            else if (!hasX && node.Is("Mul") && ConstantScalars.Other(node, value) is { } other)
            {
                var scaled = other == x ? (x, 1) : graph.ScaledOperand(graph.Producer(other));
                if (scaled is not var (inner, innerScale) || inner != x)
                {
                    return null;
                }

                hasX = true;
                factor *= innerScale;
            }
            else
            {
                return null;
            }

            value = node.Output[0];
        }

        return graph.Producer(value);
    }
}
