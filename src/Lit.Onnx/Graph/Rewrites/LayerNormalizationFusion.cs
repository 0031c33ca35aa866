using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph.Rewrites;

/// <summary>Writes the nodes by which exporters below version 17 spell layer normalisation as one operator.</summary>
internal static class LayerNormalizationFusion
{
    public static void Apply(OnnxGraph graph)
    {
        bool changed = false;
        foreach (var centre in graph.Proto.Node.Where(n => n.Is("Sub")).ToArray())
        {
            if (Match(graph, centre) is var (x, scale, bias, epsilon, last))
            {
                last.OpType = "LayerNormalization";
                last.Attribute.Clear();
                last.Input.Clear();
                last.Input.Add(x);
                last.Input.Add(scale);
                if (bias is not null)
                {
                    last.Input.Add(bias);
                }

                last.Set("axis", -1);
                last.Set("epsilon", (float)epsilon);
                changed = true;
            }
        }

        if (changed)
        {
            graph.RemoveUnused();
        }
    }

    private static (string X, string Scale, string? Bias, double Epsilon, NodeProto Last)? Match(OnnxGraph graph, NodeProto centre)
    {
        string x = centre.Input[0];
        string d = centre.Output[0];
        if (graph.Facts[x].Type != OnnxElementType.Float || !IsLastMean(graph, graph.Producer(centre.Input[1]), x))
        {
            return null;
        }

        // d is squared once and divided by the deviation once.
        var readers = graph.Consumers(d);
        var square = readers.FirstOrDefault(n => (n.Is("Pow") && n.Input[0] == d && graph.Scalar(n.Input[1]) == 2)
            || (n.Is("Mul") && n.Input[0] == d && n.Input[1] == d));
        var division = readers.FirstOrDefault(n => n != square && (n.Is("Div") ? n.Input[0] == d : n.Is("Mul")));
        if (square is null || division is null || readers.Distinct().Count() != 2 || graph.IsOutput(d)
            || graph.OnlyConsumer(square.Output[0]) is not { } variance || !IsLastMean(graph, variance, square.Output[0])
            || graph.OnlyConsumer(variance.Output[0]) is not { } sum || !sum.Is("Add")
            || ConstantScalars.Other(sum, variance.Output[0]) is not { } offset || graph.Scalar(offset) is not { } epsilon
            || graph.OnlyConsumer(sum.Output[0]) is not { } root || !root.Is("Sqrt")
            || Divisor(graph, root, division) is false
            || graph.OnlyConsumer(division.Output[0]) is not { } product || !product.Is("Mul")
            || ConstantScalars.Other(product, division.Output[0]) is not { } scale || !IsVector(graph, scale, x))
        {
            return null;
        }

        return graph.OnlyConsumer(product.Output[0]) is { } shift && shift.Is("Add")
            && ConstantScalars.Other(shift, product.Output[0]) is { } bias && IsVector(graph, bias, x)
                ? (x, scale, bias, epsilon, shift)
                : (x, scale, null, epsilon, product);
    }

    /// <summary>Whether the division is by the root: as quotient, or as product with its reciprocal.</summary>
    private static bool Divisor(OnnxGraph graph, NodeProto root, NodeProto division)
    {
        if (graph.OnlyConsumer(root.Output[0]) is not { } reader)
        {
            return false;
        }

        return reader == division
            ? division.Is("Div") && division.Input[1] == root.Output[0]
            : reader.Is("Reciprocal") && graph.OnlyConsumer(reader.Output[0]) == division && division.Is("Mul");
    }

    private static bool IsLastMean(OnnxGraph graph, NodeProto? node, string x) =>
        node is not null && node.Is("ReduceMean") && node.Input[0] == x && node.Int("keepdims", 1) != 0
            && node.HasInput(1) && graph.Facts[node.Input[1]].Constants is [var axis]
            && (axis == -1 || axis == graph.Facts[x].Rank - 1);

    private static bool IsVector(OnnxGraph graph, string value, string x) =>
        graph.Constant(value) is not null && graph.Facts[value].Shape is [var width]
            && graph.Facts[x].Shape is [.., var last] && width.Equals(last);
}
