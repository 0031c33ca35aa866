using Lit.Onnx.Graph;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Runtime;

/// <summary>One input or output of a model as a session declares it.</summary>
internal sealed class TensorInfo
{
    private TensorInfo(string name, OnnxValueType kind, TensorElementType element, OnnxDimension[] shape)
    {
        Name = name;
        Kind = kind;
        Element = element;
        Shape = shape;
    }

    /// <summary>The name in the graph.</summary>
    public string Name { get; }

    /// <summary>
    /// The type of the elements: <c>float32</c>, <c>int64</c>, <c>string</c> …; for sequences and maps a description.
    /// </summary>
    public string ElementType => Kind switch
    {
        OnnxValueType.ONNX_TYPE_TENSOR => ElementTypes.NameOf(Element),
        OnnxValueType.ONNX_TYPE_SEQUENCE when IsSequenceOfMaps => "sequence of maps",
        OnnxValueType.ONNX_TYPE_SEQUENCE => "sequence",
        OnnxValueType.ONNX_TYPE_MAP => "map",
        _ => "unknown",
    };

    /// <summary>The dimensions, the batch first; empty for a scalar and for what is no tensor.</summary>
    public IReadOnlyList<OnnxDimension> Shape { get; }

    public OnnxValueType Kind { get; }

    public TensorElementType Element { get; }

    public bool IsTensor => Kind == OnnxValueType.ONNX_TYPE_TENSOR;

    public bool IsSequenceOfMaps { get; private init; }

    public bool IsFloatingPoint => IsTensor && ElementTypes.IsFloatingPoint(Element);

    public int Rank => Shape.Count;

    /// <summary>Type and shape: <c>float32 [batch, 9]</c>.</summary>
    public override string ToString() => IsTensor ? $"{ElementType} [{string.Join(", ", Shape)}]" : ElementType;

    public static TensorInfo Of(string name, NodeMetadata metadata)
    {
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            bool maps = metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_SEQUENCE
                && metadata.AsSequenceMetadata().ElementMeta.OnnxValueType == OnnxValueType.ONNX_TYPE_MAP;
            return new TensorInfo(name, metadata.OnnxValueType, default, []) { IsSequenceOfMaps = maps };
        }

        int[] sizes = metadata.Dimensions;
        string[] symbols = metadata.SymbolicDimensions;
        var shape = new OnnxDimension[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            shape[i] = sizes[i] >= 0
                ? new OnnxDimension(sizes[i], null)
                : new OnnxDimension(null, string.IsNullOrEmpty(symbols[i]) ? null : symbols[i]);
        }

        return new TensorInfo(name, metadata.OnnxValueType, metadata.ElementDataType, shape);
    }
}
