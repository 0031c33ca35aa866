using System.Numerics;
using Lit.Onnx.Runtime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Models;

/// <summary>Writes numbers into the memory of an input of any numeric element type.</summary>
internal static class NumberWriter
{
    /// <summary>Whether numbers can be written into an input of this element type.</summary>
    public static bool Supports(TensorElementType type) =>
        type is not TensorElementType.BFloat16 && ElementTypes.SizeOf(type) > 0;

    /// <summary>Reserves the memory of an input and lets a source fill it row by row.</summary>
    /// <param name="runner">The run.</param>
    /// <param name="index">The position of the input.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its shape in this run.</param>
    /// <param name="source">Gives the numbers.</param>
    public static void Write<TSource>(
        Runner runner, int index, TensorElementType type, ReadOnlySpan<long> shape, ref TSource source)
        where TSource : INumberSource, allows ref struct
    {
        switch (type)
        {
            case TensorElementType.Float:
                source.CopyTo(runner.Input<float>(index, shape));
                break;
            case TensorElementType.Double:
                source.CopyTo(runner.Input<double>(index, shape));
                break;
            case TensorElementType.Float16:
                source.CopyTo(runner.Input<Half>(index, shape));
                break;
            case TensorElementType.Int64:
                source.CopyTo(runner.Input<long>(index, shape));
                break;
            case TensorElementType.Int32:
                source.CopyTo(runner.Input<int>(index, shape));
                break;
            case TensorElementType.Int16:
                source.CopyTo(runner.Input<short>(index, shape));
                break;
            case TensorElementType.Int8:
                source.CopyTo(runner.Input<sbyte>(index, shape));
                break;
            case TensorElementType.UInt64:
                source.CopyTo(runner.Input<ulong>(index, shape));
                break;
            case TensorElementType.UInt32:
                source.CopyTo(runner.Input<uint>(index, shape));
                break;
            case TensorElementType.UInt16:
                source.CopyTo(runner.Input<ushort>(index, shape));
                break;
            case TensorElementType.UInt8:
            case TensorElementType.Bool:
                source.CopyTo(runner.Input<byte>(index, shape));
                break;
            default:
                throw new NotSupportedException($"Element type {ElementTypes.NameOf(type)}.");
        }
    }
}

/// <summary>Numbers that are to be written into an input.</summary>
internal interface INumberSource
{
    /// <summary>Writes all of them.</summary>
    void CopyTo<T>(Span<T> destination)
        where T : unmanaged, INumber<T>;
}
