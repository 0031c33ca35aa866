using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Runtime;

/// <summary>Names and sizes of the element types of tensors.</summary>
internal static class ElementTypes
{
    public static string NameOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        TensorElementType.Float16 => "float16",
        TensorElementType.BFloat16 => "bfloat16",
        TensorElementType.Int8 => "int8",
        TensorElementType.Int16 => "int16",
        TensorElementType.Int32 => "int32",
        TensorElementType.Int64 => "int64",
        TensorElementType.UInt8 => "uint8",
        TensorElementType.UInt16 => "uint16",
        TensorElementType.UInt32 => "uint32",
        TensorElementType.UInt64 => "uint64",
        TensorElementType.Bool => "bool",
        TensorElementType.String => "string",
        _ => type.ToString(),
    };

    public static bool IsFloatingPoint(TensorElementType type) => type is TensorElementType.Float
        or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16;

    public static bool IsInteger(TensorElementType type) => type is TensorElementType.Int64 or TensorElementType.Int32
        or TensorElementType.Int16 or TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.UInt16
        or TensorElementType.UInt32 or TensorElementType.UInt64;

    /// <summary>Bytes of one element; 0 for types that have no fixed size.</summary>
    public static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Double or TensorElementType.Int64 or TensorElementType.UInt64 => 8,
        TensorElementType.Float or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
        TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Int16 or TensorElementType.UInt16 => 2,
        TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Bool => 1,
        _ => 0,
    };
}
