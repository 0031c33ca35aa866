using Lit.Api.Attribution;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>The values inside a model that are worth a name.</summary>
internal static class InnerValues
{
    /// <summary>What may stand between a convolution and the end of its block, with as many positions.</summary>
    private static readonly string[] BlockEnds =
        ["BatchNormalization", "InstanceNormalization", "Add", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Clip", "HardSwish", "Mish", "Swish", "Gelu"];

    /// <summary>The values of floating point numbers that depend on an input, in the order of the computation.</summary>
    public static IEnumerable<InnerValue> Of(OnnxGraph graph)
    {
        var moving = graph.Proto.Input.Select(input => input.Name).Where(name => graph.Constant(name) is null)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node)
        {
            if (!node.AllInputs().Any(moving.Contains))
            {
                continue;
            }

            foreach (string output in node.Output.Where(name => name.Length > 0))
            {
                moving.Add(output);
                if (graph.Facts[output].Type.IsFloat)
                {
                    yield return new(output, node.OpType, Shape(graph, output));
                }
            }
        }
    }

    /// <summary>The dimensions of a value in brackets.</summary>
    public static string Shape(OnnxGraph graph, string name) => graph.Facts[name].Shape is { } shape
        ? $"[{string.Join(", ", shape.Select(dimension => dimension.ToString()))}]"
        : "[?]";

    /// <summary>The last value with one vector for each position of an image, behind the last convolution and what goes with it.</summary>
    public static string? FeatureMap(OnnxGraph graph)
    {
        var last = graph.Proto.Node.LastOrDefault(node => (node.Is("Conv") || node.Is("FusedConv")) && IsMap(graph, node.Output[0]));
        string? map = last?.Output[0];
        while (map is not null && Next(graph, map) is { } next)
        {
            map = next.Output[0];
        }

        return map;
    }

    private static NodeProto? Next(OnnxGraph graph, string map)
    {
        // A skip that leads on from here shows that the block ended.
        var readers = graph.Consumers(map).Distinct().ToArray();
        return readers is [var only] && BlockEnds.Contains(only.OpType)
            && (only.Input[0] == map || only.Is("Add")) && IsMap(graph, only.Output[0])
                ? only
                : readers is [var a, var b] && Gate(graph, a, b) is { } gated ? gated : null;
    }

    /// <summary>x · σ(x), which exporters write as two nodes.</summary>
    private static NodeProto? Gate(OnnxGraph graph, NodeProto a, NodeProto b)
    {
        var (sigmoid, product) = a.Is("Mul") ? (b, a) : (a, b);
        return product.Is("Mul") && (sigmoid.Is("Sigmoid") || sigmoid.Is("HardSigmoid"))
            && product.Input.Contains(sigmoid.Output[0]) && IsMap(graph, product.Output[0])
                ? product
                : null;
    }

    private static bool IsMap(OnnxGraph graph, string name) =>
        graph.Facts[name].Shape is { Length: 4 } shape && shape[2].Constant != 1 && shape[3].Constant != 1;
}
