using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;

namespace Lit.Types.Json;

/// <summary>Makes tensors of lists in lists.</summary>
internal static class TensorReading
{
    /// <summary>
    /// Makes a tensor of numbers in any form: a tensor of another element type, a list, lists in lists.
    /// </summary>
    /// <returns>The tensor; null if the value is ragged or holds something else than numbers.</returns>
    public static Tensor<T>? ToTensor<T>(object? value)
        where T : struct, INumber<T>
    {
        switch (value)
        {
            case Tensor<T> tensor: return tensor;
            case Tensor<float> tensor: return Convert<float, T>(tensor);
            case Tensor<double> tensor: return Convert<double, T>(tensor);
            case Tensor<long> tensor: return Convert<long, T>(tensor);
            case Tensor<int> tensor: return Convert<int, T>(tensor);
            case not null when IsList(value):
                var shape = new List<nint>();
                var elements = new List<T>();
                return TryFlatten(value, shape, elements) ? Create(elements, shape) : null;
            default: return null;
        }
    }

    /// <summary>
    /// Makes the array of a tagged map: of the element type and shape given, or else of those of the content. An array
    /// without axes becomes one of one number.
    /// </summary>
    public static object FromTag(object? content, object? elementType, object? shape)
    {
        object array = elementType switch
        {
            "float32" => Numbers<float>(content),
            "float64" => Numbers<double>(content),
            "int64" => Numbers<long>(content),
            "int32" => Numbers<int>(content),
            _ => Untyped(content),
        };
        return shape is ValueList<object?> lengths ? Reshape(array, lengths) : array;
    }

    private static Tensor<T> Numbers<T>(object? content)
        where T : struct, INumber<T>
        => ToTensor<T>(content is ValueList<object?> ? content : new ValueList<object?>([content])) is { } tensor
            ? tensor
            : throw WireValue.Unexpected("an array of numbers, all rows of one length", content);

    private static object Untyped(object? content) => First(content) switch
    {
        bool => Flags(content),
        double or BigInteger or null when content is ValueList<object?> => Numbers<double>(content),
        long or double => HasFraction(content) ? Numbers<double>(content) : Numbers<long>(content),
        _ => content ?? throw WireValue.Unexpected("an array", content),
    };

    private static object? First(object? content)
    {
        while (content is ValueList<object?> list)
        {
            content = list.Count == 0 ? null : list[0];
        }

        return content;
    }

    private static bool HasFraction(object? content)
        => content is double or BigInteger || (content is ValueList<object?> list && list.Any(HasFraction));

    private static Tensor<bool> Flags(object? content)
    {
        var shape = new List<nint>();
        var elements = new List<bool>();
        return content is ValueList<object?> && TryFlatten(content, shape, elements)
            ? Create(elements, shape)
            : throw WireValue.Unexpected("an array of bools, all rows of one length", content);
    }

    private static object Reshape(object array, ValueList<object?> lengths)
    {
        nint[] shape = [.. lengths.Select(length => (nint)WireValue.Whole(length))];
        double size = shape.Aggregate(1.0, (product, length) => length < 0 ? double.NaN : product * length);
        return array switch
        {
            Tensor<float> tensor when tensor.FlattenedLength == size => Tensor.Create(tensor.ToArray(), shape),
            Tensor<double> tensor when tensor.FlattenedLength == size => Tensor.Create(tensor.ToArray(), shape),
            Tensor<long> tensor when tensor.FlattenedLength == size => Tensor.Create(tensor.ToArray(), shape),
            Tensor<int> tensor when tensor.FlattenedLength == size => Tensor.Create(tensor.ToArray(), shape),
            Tensor<bool> tensor when tensor.FlattenedLength == size => Tensor.Create(tensor.ToArray(), shape),
            _ => throw new LitJsonException(
                $"Expected an array of shape [{string.Join(", ", shape)}], found other elements; correct the shape."),
        };
    }

    /// <summary>The elements of lists in lists in row order, and the shape that the first ones have.</summary>
    private static bool TryFlatten<T>(object list, List<nint> shape, List<T> elements)
    {
        for (object? level = list; IsList(level); level = ((IEnumerable)level).Cast<object?>().FirstOrDefault())
        {
            shape.Add(Count(level));
        }

        return TryCollect((IEnumerable)list, 0, shape, elements);
    }

    private static bool TryCollect<T>(IEnumerable list, int depth, List<nint> shape, List<T> elements)
    {
        if (Count(list) != shape[depth])
        {
            return false;
        }

        foreach (object? item in list)
        {
            if (depth + 1 < shape.Count
                ? !IsList(item) || !TryCollect((IEnumerable)item, depth + 1, shape, elements)
                : !TryAdd(item, elements))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsList([NotNullWhen(true)] object? value)
        => value is ValueList<object?> or (IList and not byte[]);

    private static int Count(object list) => list is IList items ? items.Count : ((ValueList<object?>)list).Count;

    private static bool TryAdd<T>(object? item, List<T> elements)
    {
        switch (item)
        {
            case T same:
                elements.Add(same);
                return true;
            case bool or null or string:
                return false;
            default:
                return TryConvert(item, elements);
        }
    }

    private static bool TryConvert<T>(object item, List<T> elements)
    {
        double number = item switch
        {
            long value => value,
            int value => value,
            double value => value,
            float value => value,
            BigInteger value => (double)value,
            _ => double.NaN,
        };
        if (item is not (long or int or double or float or BigInteger))
        {
            return false;
        }

        if (typeof(T) == typeof(float))
        {
            elements.Add((T)(object)(float)number);
            return true;
        }

        if (typeof(T) == typeof(double))
        {
            elements.Add((T)(object)number);
            return true;
        }

        if (number != Math.Truncate(number) || Math.Abs(number) >= (typeof(T) == typeof(int) ? int.MaxValue : 1L << 53))
        {
            return false;
        }

        elements.Add(typeof(T) == typeof(int) ? (T)(object)(int)number : (T)(object)(long)number);
        return true;
    }

    private static Tensor<T> Create<T>(List<T> elements, List<nint> shape)
        => Tensor.Create(elements.ToArray(), [.. shape]);

    private static Tensor<TTo> Convert<TFrom, TTo>(Tensor<TFrom> tensor)
        where TFrom : struct, INumber<TFrom>
        where TTo : struct, INumber<TTo>
    {
        var values = tensor.ToArray();
        var converted = new TTo[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            converted[i] = TTo.CreateSaturating(values[i]);
        }

        return Tensor.Create(converted, tensor.Lengths);
    }
}
