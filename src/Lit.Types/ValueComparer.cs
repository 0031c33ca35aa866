using System.Collections;
using System.Numerics;
using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>
/// Compares values of fields by content: lists, maps and tensors by what they hold, NaN equal to NaN.
/// </summary>
/// <remarks>
/// Kinds count: a whole number, a float and a bool are never equal, nor are a list and a tensor, nor tensors of
/// different element types.
/// </remarks>
public sealed class ValueComparer : IEqualityComparer<object?>
{
    private ValueComparer()
    {
    }

    /// <summary>The comparer; it has no state.</summary>
    public static ValueComparer Instance { get; } = new();

    /// <inheritdoc />
    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (Tensor<float> a, Tensor<float> b) => SameTensor(a, b),
        (Tensor<double> a, Tensor<double> b) => SameTensor(a, b),
        (Tensor<long> a, Tensor<long> b) => SameTensor(a, b),
        (Tensor<int> a, Tensor<int> b) => SameTensor(a, b),
        (Tensor<bool> a, Tensor<bool> b) => SameTensor(a, b),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) => SameMap(a, b),
        _ when x.Equals(y) => true,
        _ when IsList(x) && IsList(y) => SameList((IEnumerable)x, (IEnumerable)y),
        _ => false,
    };

    /// <inheritdoc />
    public int GetHashCode(object? obj) => obj switch
    {
        null => 0,
        string text => text.GetHashCode(StringComparison.Ordinal),
        IReadOnlyDictionary<string, object?> map => map.Count,
        _ when IsList(obj) => ((IEnumerable)obj).Cast<object?>().Take(4)
            .Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        double or float or long or int or bool or BigInteger => obj.GetHashCode(),
        _ => obj is IEnumerable ? 1 : obj.GetHashCode(),
    };

    private static bool IsList(object value)
        => value is IList
            or IReadOnlyList<object?>
            or IReadOnlyList<double>
            or IReadOnlyList<int>
            or IReadOnlyList<ScoredText>
            or IReadOnlyList<CurvePoint>;

    private static bool SameTensor<T>(Tensor<T> x, Tensor<T> y)
        => x.Lengths.SequenceEqual(y.Lengths) && x.SequenceEqual(y, EqualityComparer<T>.Default);

    private bool SameMap(IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y)
    {
        if (x.Count != y.Count)
        {
            return false;
        }

        foreach (var (key, value) in x)
        {
            if (!y.TryGetValue(key, out object? other) || !Equals(value, other))
            {
                return false;
            }
        }

        return true;
    }

    private bool SameList(IEnumerable x, IEnumerable y)
    {
        var (a, b) = (x.GetEnumerator(), y.GetEnumerator());
        while (true)
        {
            bool more = a.MoveNext();
            if (more != b.MoveNext())
            {
                return false;
            }

            if (!more)
            {
                return true;
            }

            if (!Equals(a.Current, b.Current))
            {
                return false;
            }
        }
    }
}
