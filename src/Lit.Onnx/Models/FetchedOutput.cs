using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Lit.Onnx.Runtime;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Models;

/// <summary>One output of one run: in an array that was bound beforehand, or in memory of the runtime's.</summary>
internal sealed class FetchedOutput
{
    private readonly OrtValue? _value;
    private readonly float[]? _floats;
    private bool _taken;

    /// <summary>An output that was written into an array.</summary>
    public FetchedOutput(TensorInfo info, float[] floats, long[] shape) =>
        (Info, _floats, Shape) = (info, floats, shape);

    /// <summary>An output that the runtime allocated; valid as long as the runner is.</summary>
    public FetchedOutput(TensorInfo info, OrtValue value)
    {
        Info = info;
        _value = value;
        Shape = value.IsTensor ? value.GetTensorTypeAndShape().Shape : [value.GetValueCount()];
    }

    public TensorInfo Info { get; }

    /// <summary>The shape in this run; for a sequence its length.</summary>
    public long[] Shape { get; }

    public int Rows => Shape is [var rows, ..] ? checked((int)rows) : 0;

    /// <summary>The elements as an array that nobody else has.</summary>
    public float[] TakeFloats()
    {
        if (_floats is null)
        {
            return Convert<float>();
        }

        float[] floats = _taken ? [.. _floats] : _floats;
        _taken = true;
        return floats;
    }

    public double[] Doubles()
    {
        if (_floats is null)
        {
            return Convert<double>();
        }

        double[] doubles = new double[_floats.Length];
        TensorPrimitives.ConvertSaturating<float, double>(_floats, doubles);
        return doubles;
    }

    public long[] Longs() => Convert<long>();

    public bool[] Flags() => MemoryMarshal.Cast<byte, bool>(Native().GetTensorMutableRawData()).ToArray();

    /// <summary>The elements as texts; whole numbers in the invariant culture.</summary>
    public string[] Texts() => Info.Element == TensorElementType.String
        ? Native().GetStringTensorAsArray()
        : [.. Longs().Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The values of a sequence of maps as rows of a matrix.</summary>
    /// <param name="labels">The keys in the order of the columns.</param>
    /// <param name="matrix">A row for each map.</param>
    /// <returns>A key that is not one of the labels; null if there is none.</returns>
    public string? ReadMaps(Vocabulary labels, Span<float> matrix)
    {
        matrix.Clear();
        var allocator = OrtAllocator.DefaultInstance;
        for (int row = 0; row < Rows; row++)
        {
            using OrtValue map = Native().GetValue(row, allocator);
            using OrtValue keys = map.GetValue(0, allocator);
            using OrtValue values = map.GetValue(1, allocator);
            string[] names = keys.GetTensorTypeAndShape().IsString
                ? keys.GetStringTensorAsArray()
                : [.. keys.GetTensorDataAsSpan<long>().ToArray().Select(
                    key => key.ToString(CultureInfo.InvariantCulture))];
            ReadOnlySpan<float> numbers = values.GetTensorDataAsSpan<float>();
            for (int i = 0; i < names.Length; i++)
            {
                int column = labels.IndexOf(names[i]);
                if (column < 0)
                {
                    return names[i];
                }

                matrix[(row * labels.Count) + column] = numbers[i];
            }
        }

        return null;
    }

    private OrtValue Native() =>
        _value ?? throw new InvalidOperationException($"Output '{Info.Name}' is not the runtime's.");

    private T[] Convert<T>()
        where T : unmanaged, System.Numerics.INumber<T>
        => Info.Element switch
        {
            TensorElementType.Float => From<float, T>(),
            TensorElementType.Double => From<double, T>(),
            TensorElementType.Float16 => FromRaw<Half, T>(),
            TensorElementType.Int64 => From<long, T>(),
            TensorElementType.Int32 => From<int, T>(),
            TensorElementType.Int16 => From<short, T>(),
            TensorElementType.Int8 => From<sbyte, T>(),
            TensorElementType.UInt64 => From<ulong, T>(),
            TensorElementType.UInt32 => From<uint, T>(),
            TensorElementType.UInt16 => From<ushort, T>(),
            TensorElementType.UInt8 => From<byte, T>(),
            TensorElementType.Bool => FromRaw<byte, T>(),
            _ => throw new LitException(
                $"Expected output '{Info.Name}' to hold numbers; found {Info}. Leave it out of the mapping."),
        };

    private TTo[] From<TFrom, TTo>()
        where TFrom : unmanaged, System.Numerics.INumber<TFrom>
        where TTo : unmanaged, System.Numerics.INumber<TTo>
        => Convert<TFrom, TTo>(Native().GetTensorDataAsSpan<TFrom>());

    private TTo[] FromRaw<TFrom, TTo>()
        where TFrom : unmanaged, System.Numerics.INumber<TFrom>
        where TTo : unmanaged, System.Numerics.INumber<TTo>
        => Convert<TFrom, TTo>(MemoryMarshal.Cast<byte, TFrom>(Native().GetTensorMutableRawData()));

    private static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from)
        where TFrom : unmanaged, System.Numerics.INumber<TFrom>
        where TTo : unmanaged, System.Numerics.INumber<TTo>
    {
        var converted = new TTo[from.Length];
        TensorPrimitives.ConvertSaturating(from, converted);
        return converted;
    }
}
