using System.Collections;
using System.Numerics;
using System.Numerics.Tensors;
using Lit.Types.Json;

namespace Lit.Types.Checks;

/// <summary>
/// Makes a field's own .NET type of values in other forms; what says something else is left as it is.
/// </summary>
internal static class Reading
{
    /// <summary>A number as double; a bool is none.</summary>
    public static object? Number(object? value) => TryNumber(value, out double number) ? number : value;

    /// <summary>A whole number as long, also one that is written with a fraction of zero.</summary>
    public static object? Whole(object? value) => value switch
    {
        int number => (long)number,
        short number => (long)number,
        byte number => (long)number,
        uint number => (long)number,
        double number when number == Math.Truncate(number) && Math.Abs(number) < 1L << 53 => (long)number,
        _ => value,
    };

    public static object? Texts(object? value) => Items(value, item => item as string);

    public static object? Numbers(object? value) => value switch
    {
        IReadOnlyList<double> => value,
        Tensor<float> or Tensor<double> or Tensor<long> or Tensor<int>
            when TensorReading.ToTensor<double>(value) is { Rank: 1 } tensor => new ValueList<double>(tensor.ToArray()),
        _ => Values<double>(value, item => TryNumber(item, out double number) ? number : null),
    };

    public static object? Positions(object? value)
        => value is IReadOnlyList<int> ? value : Values<int>(value, item => Whole(item) switch
        {
            long and >= 0 and <= int.MaxValue and var position => (int)position,
            _ => null,
        });

    public static object? Candidates(object? value) => Values(value, Candidate);

    public static object? CandidateLists(object? value)
        => Items(value, item => Candidates(item) as IReadOnlyList<ScoredText>);

    public static object? Points(object? value) => Values<CurvePoint>(value, item => item switch
    {
        CurvePoint point => point,
        ValueList<object?> { Count: 2 } pair
            when TryNumber(pair[0], out double x) && TryNumber(pair[1], out double y) => new(x, y),
        _ => null,
    });

    public static object? Tensor(object? value) => (object?)TensorReading.ToTensor<float>(value) ?? value;

    /// <summary>A list whose items all are, or can be made, of one class.</summary>
    public static object? Items<T>(object? value, Func<object?, T?> read)
        where T : class
    {
        if (value is IReadOnlyList<T> || List(value) is not { } items)
        {
            return value;
        }

        var made = new List<T>();
        foreach (object? item in items)
        {
            if (read(item) is not { } one)
            {
                return value;
            }

            made.Add(one);
        }

        return new ValueList<T>(made.ToArray());
    }

    private static object? Values<T>(object? value, Func<object?, T?> read)
        where T : struct
    {
        if (value is IReadOnlyList<T> || List(value) is not { } items)
        {
            return value;
        }

        var made = new List<T>();
        foreach (object? item in items)
        {
            if (read(item) is not { } one)
            {
                return value;
            }

            made.Add(one);
        }

        return new ValueList<T>(made.ToArray());
    }

    private static IEnumerable? List(object? value)
        => value is ValueList<object?> or (IList and not byte[]) ? (IEnumerable)value : null;

    private static ScoredText? Candidate(object? item) => item switch
    {
        ScoredText candidate => candidate,
        ValueList<object?> { Count: 2 } pair when pair[0] is string text => pair[1] is null ? new ScoredText(text)
            : TryNumber(pair[1], out double score) ? new ScoredText(text, score)
            : null,
        _ => null,
    };

    private static bool TryNumber(object? value, out double number)
    {
        (bool isNumber, number) = value switch
        {
            double same => (true, same),
            float single => (true, single),
            long whole => (true, whole),
            int whole => (true, whole),
            short whole => (true, whole),
            byte whole => (true, whole),
            uint whole => (true, whole),
            ulong whole => (true, whole),
            decimal exact => (true, (double)exact),
            BigInteger whole => (true, (double)whole),
            _ => (false, 0),
        };
        return isNumber;
    }
}
