using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Names of operator domains.</summary>
internal static class Operators
{
    /// <summary>Operators that ONNX Runtime adds to the standard.</summary>
    public const string Microsoft = "com.microsoft";

    /// <summary>Classical machine learning.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>The standard domain has two spellings; "" is the one used here.</summary>
    public static string NormalizeDomain(string? domain) => domain is null or "ai.onnx" ? string.Empty : domain;

    /// <summary>The operator with its domain, as messages show it.</summary>
    public static string QualifiedName(string domain, string op) => domain.Length == 0 ? op : $"{domain}:{op}";

    /// <summary>How messages call a node: operator and name or, without a name, first output.</summary>
    public static string Describe(this NodeProto node)
    {
        string op = QualifiedName(NormalizeDomain(node.Domain), node.OpType);
        return node.Name.Length > 0
            ? $"node '{node.Name}' ({op})"
            : $"the {op} node that makes '{node.Output.FirstOrDefault(o => o.Length > 0) ?? "nothing"}'";
    }

    /// <summary>The name, element type and shape as the public record.</summary>
    public static OnnxValueInfo Describe(this ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
        {
            return new(value.Name, OnnxElementType.Undefined, null);
        }

        OnnxDimension[]? shape = tensor.Shape is null
            ? null
            : [.. tensor.Shape.Dim.Select(d => d.ValueCase switch
            {
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when d.DimValue >= 0 => new OnnxDimension(d.DimValue),
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when d.DimParam.Length > 0
                    => new OnnxDimension(null, d.DimParam),
                _ => new OnnxDimension(null),
            })];
        return new(value.Name, (OnnxElementType)tensor.ElemType, shape);
    }
}
