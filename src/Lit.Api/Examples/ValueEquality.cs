using System.Collections;
using System.Numerics.Tensors;

namespace Lit.Api;

/// <summary>Whether two values of a field are the same to a reader.</summary>
internal static class ValueEquality
{
    /// <summary>Equal and, at the top, of the same kind: 1, 1.0 and true differ, [1] and [1.0] do not.</summary>
    public static bool SameKind(object? a, object? b) => Kind(a) == Kind(b) && Same(a, b);

    private static int Kind(object? value) => value switch
    {
        null => 0,
        bool => 1,
        sbyte or byte or short or ushort or int or uint or long or ulong => 2,
        Half or float or double or decimal => 3,
        string => 4,
        IReadOnlyTensor => 5,
        IDictionary or IReadOnlyDictionary<string, object?> => 6,
        IEnumerable => 7,
        _ => 8,
    };

    private static bool Same(object? a, object? b)
    {
        int kind = Kind(a);
        return (kind, Kind(b)) switch
        {
            (2, 2) or (2, 3) or (3, 2) or (3, 3) or (1, 2) or (2, 1) or (1, 3) or (3, 1) => SameNumber(a!, b!),
            var (left, right) when left != right => false,
            (5, _) => SameTensor(a!, b!),
            (6, _) => SameMap(a!, b!),
            (7, _) => SameList((IEnumerable)a!, (IEnumerable)b!),
            _ => Equals(a, b),
        };
    }

    private static bool SameNumber(object a, object b)
        => a is long or int && b is long or int
            ? Convert.ToInt64(a, null) == Convert.ToInt64(b, null)
            : Convert.ToDouble(a, null) is var left && left == Convert.ToDouble(b, null);

    private static bool SameTensor(object a, object b) => (a, b) switch
    {
        (Tensor<float> left, Tensor<float> right) =>
            left.Lengths.SequenceEqual(right.Lengths) && left.SequenceEqual(right, IeeeSingle.Instance),
        (IReadOnlyTensor left, IReadOnlyTensor right) =>
            left.Lengths.SequenceEqual(right.Lengths) && SameList((IEnumerable)left, (IEnumerable)right),
        _ => false,
    };

    private static bool SameMap(object a, object b)
        => a is IReadOnlyDictionary<string, object?> left && b is IReadOnlyDictionary<string, object?> right
            ? left.Count == right.Count
                && left.All(entry => right.TryGetValue(entry.Key, out var other) && Same(entry.Value, other))
            : Equals(a, b);

    private static bool SameList(IEnumerable a, IEnumerable b)
    {
        var left = a.GetEnumerator();
        var right = b.GetEnumerator();
        while (left.MoveNext())
        {
            if (!right.MoveNext() || !Same(left.Current, right.Current))
            {
                return false;
            }
        }

        return !right.MoveNext();
    }

    private sealed class IeeeSingle : IEqualityComparer<float>
    {
        public static readonly IeeeSingle Instance = new();

        public bool Equals(float x, float y) => x == y;

        public int GetHashCode(float value) => value.GetHashCode();
    }
}
