using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Reads and makes the constants of a model.</summary>
internal static class TensorData
{
    /// <summary>Checks that a tensor has the bytes that its shape promises, before anything is allocated for it.</summary>
    /// <exception cref="OnnxModelException">A dimension is negative or too large, or values are missing.</exception>
    public static void Check(TensorProto tensor, OnnxFile file)
    {
        OnnxModelException Refuse(string reason) => new(file.Name, $"tensor '{tensor.Name}'", reason);

        if (tensor.Dims.Count > file.Limits.Rank)
        {
            throw Refuse($"expected at most {file.Limits.Rank} dimensions, found {tensor.Dims.Count}.");
        }

        var type = (OnnxElementType)tensor.DataType;
        UInt128 product = 1;
        foreach (long dim in tensor.Dims)
        {
            if (dim < 0)
            {
                throw Refuse($"expected dimensions of at least 0, found [{string.Join(", ", tensor.Dims)}].");
            }

            product *= (ulong)dim;
            if (product > long.MaxValue / 16)
            {
                throw Refuse($"expected a shape that fits into memory, found [{string.Join(", ", tensor.Dims)}].");
            }
        }

        long elements = (long)product;
        if (type == OnnxElementType.String)
        {
            if (tensor.StringData.Count != elements)
            {
                throw Refuse($"expected {elements} texts for its shape, found {tensor.StringData.Count}.");
            }

            return;
        }

        if (type.Bits == 0)
        {
            throw Refuse($"expected a known element type, found number {tensor.DataType}.");
        }

        long bytes = ByteCount(elements, type);
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            ExternalData.Resolve(tensor, file, bytes);
            return;
        }

        if (tensor.HasRawData && (tensor.RawData.Length > 0 || elements == 0))
        {
            if (tensor.RawData.Length != bytes)
            {
                throw Refuse($"expected {bytes} bytes for its shape, found {tensor.RawData.Length}.");
            }

            return;
        }

        long found = TypedCount(tensor, type);
        long wanted = type.Bits < 8 ? bytes : elements;
        if (found != wanted)
        {
            throw Refuse($"expected {wanted} values for its shape, found {found}.");
        }
    }

    /// <summary>The number of elements.</summary>
    public static long ElementCount(this TensorProto tensor)
    {
        long count = 1;
        foreach (long dim in tensor.Dims)
        {
            count *= dim;
        }

        return count;
    }

    /// <summary>The values of a tensor of integers or truth values; null for other types or for values in another file.</summary>
    public static long[]? ReadIntegers(this TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return null;
        }

        var type = (OnnxElementType)tensor.DataType;
        var raw = tensor.RawData.Span;
        bool isRaw = tensor.HasRawData && raw.Length > 0;
        switch (type)
        {
            case OnnxElementType.Int64:
                return isRaw ? Widen<long>(raw, BinaryPrimitives.ReadInt64LittleEndian, 8) : [.. tensor.Int64Data];
            case OnnxElementType.Int32:
                return isRaw ? Widen<long>(raw, s => BinaryPrimitives.ReadInt32LittleEndian(s), 4) : Typed();
            case OnnxElementType.Int16:
                return isRaw ? Widen<long>(raw, s => BinaryPrimitives.ReadInt16LittleEndian(s), 2) : Typed();
            case OnnxElementType.UInt16:
                return isRaw ? Widen<long>(raw, s => BinaryPrimitives.ReadUInt16LittleEndian(s), 2) : Typed();
            case OnnxElementType.Int8:
                return isRaw ? Widen<long>(raw, s => (sbyte)s[0], 1) : Typed();
            case OnnxElementType.UInt8 or OnnxElementType.Bool:
                return isRaw ? Widen<long>(raw, s => s[0], 1) : Typed();
            default:
                return null;
        }

        long[] Typed() => [.. tensor.Int32Data.Select(v => (long)v)];
    }

    /// <summary>The values of a tensor of floating point numbers; null for other types or for values in another file.</summary>
    public static double[]? ReadFloats(this TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return null;
        }

        var raw = tensor.RawData.Span;
        bool isRaw = tensor.HasRawData && raw.Length > 0;
        return (OnnxElementType)tensor.DataType switch
        {
            OnnxElementType.Float => isRaw
                ? Widen<double>(raw, s => BinaryPrimitives.ReadSingleLittleEndian(s), 4)
                : [.. tensor.FloatData.Select(v => (double)v)],
            OnnxElementType.Double => isRaw
                ? Widen(raw, BinaryPrimitives.ReadDoubleLittleEndian, 8)
                : [.. tensor.DoubleData],
            OnnxElementType.Float16 => isRaw
                ? Widen<double>(raw, s => (double)BinaryPrimitives.ReadHalfLittleEndian(s), 2)
                : [.. tensor.Int32Data.Select(v => (double)BitConverter.UInt16BitsToHalf((ushort)v))],
            OnnxElementType.BFloat16 => isRaw
                ? Widen<double>(raw, s => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(s) << 16), 2)
                : [.. tensor.Int32Data.Select(v => (double)BitConverter.UInt32BitsToSingle((uint)(ushort)v << 16))],
            _ => null,
        };
    }

    /// <summary>Makes a tensor of integers.</summary>
    public static TensorProto Create(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> dims)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Raw(name, OnnxElementType.Int64, bytes, dims);
    }

    /// <summary>Makes a tensor of floating point numbers of the given type.</summary>
    public static TensorProto Create(string name, OnnxElementType type, ReadOnlySpan<double> values, params ReadOnlySpan<long> dims)
    {
        int size = type.Bits / 8;
        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            var target = bytes.AsSpan(i * size);
            switch (type)
            {
                case OnnxElementType.Float:
                    BinaryPrimitives.WriteSingleLittleEndian(target, (float)values[i]);
                    break;
                case OnnxElementType.Double:
                    BinaryPrimitives.WriteDoubleLittleEndian(target, values[i]);
                    break;
                case OnnxElementType.Float16:
                    BinaryPrimitives.WriteHalfLittleEndian(target, (Half)values[i]);
                    break;
                case OnnxElementType.BFloat16:
                    // Rounds to nearest, ties to even.
                    uint bits = BitConverter.SingleToUInt32Bits((float)values[i]);
                    BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
                    break;
                case OnnxElementType.Int64:
                    BinaryPrimitives.WriteInt64LittleEndian(target, (long)values[i]);
                    break;
                case OnnxElementType.Int32:
                    BinaryPrimitives.WriteInt32LittleEndian(target, (int)values[i]);
                    break;
                case OnnxElementType.Int16 or OnnxElementType.UInt16:
                    BinaryPrimitives.WriteUInt16LittleEndian(target, unchecked((ushort)(int)values[i]));
                    break;
                case OnnxElementType.Int8 or OnnxElementType.UInt8:
                    target[0] = unchecked((byte)(int)values[i]);
                    break;
                case OnnxElementType.Bool:
                    target[0] = values[i] != 0 ? (byte)1 : (byte)0;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(type), type, "Expected a floating point type, an integer type of 8 bits or more, or Bool.");
            }
        }

        return Raw(name, type, bytes, dims);
    }

    private static TensorProto Raw(string name, OnnxElementType type, byte[] bytes, ReadOnlySpan<long> dims)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        foreach (long dim in dims)
        {
            tensor.Dims.Add(dim);
        }

        return tensor;
    }

    private static long ByteCount(long elements, OnnxElementType type) =>
        type.Bits >= 8 ? elements * (type.Bits / 8) : ((elements * type.Bits) + 7) / 8;

    private static long TypedCount(TensorProto tensor, OnnxElementType type) => type switch
    {
        OnnxElementType.Float => tensor.FloatData.Count,
        OnnxElementType.Complex64 => tensor.FloatData.Count / 2,
        OnnxElementType.Double => tensor.DoubleData.Count,
        OnnxElementType.Complex128 => tensor.DoubleData.Count / 2,
        OnnxElementType.Int64 => tensor.Int64Data.Count,
        OnnxElementType.UInt64 or OnnxElementType.UInt32 => tensor.Uint64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    private delegate T ReadOne<T>(ReadOnlySpan<byte> source);

    private static T[] Widen<T>(ReadOnlySpan<byte> raw, ReadOne<T> read, int size)
        where T : INumber<T>
    {
        var values = new T[raw.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = read(raw.Slice(i * size, size));
        }

        return values;
    }
}
