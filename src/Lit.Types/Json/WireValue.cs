using System.Numerics;

namespace Lit.Types.Json;

/// <summary>Reads what a parser made of a JSON value as the kind that an attribute asks for.</summary>
internal static class WireValue
{
    public static string Text(object? value) => value as string ?? throw Unexpected("text", value);

    public static string? OptionalText(object? value) => value is null ? null : Text(value);

    public static bool Flag(object? value) => value as bool? ?? throw Unexpected("true or false", value);

    public static bool? OptionalFlag(object? value) => value is null ? null : Flag(value);

    public static double Number(object? value) => value switch
    {
        double number => number,
        long number => number,
        BigInteger number => (double)number,
        _ => throw Unexpected("a number", value),
    };

    public static double? OptionalNumber(object? value) => value is null ? null : Number(value);

    public static int Whole(object? value)
        => value is long and >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw Unexpected("a whole number", value);

    public static int? OptionalWhole(object? value) => value is null ? null : Whole(value);

    public static ValueList<object?> List(object? value)
        => value as ValueList<object?> ?? throw Unexpected("a list", value);

    public static ValueList<object?>? OptionalList(object? value) => value is null ? null : List(value);

    public static ValueMap<object?> Map(object? value)
        => value as ValueMap<object?> ?? throw Unexpected("a map", value);

    public static ValueList<string> Texts(object? value) => new(List(value).Select(Text));

    public static ValueList<double> Numbers(object? value) => value switch
    {
        System.Numerics.Tensors.Tensor<double> { Rank: 1 } tensor => new(tensor.ToArray()),
        System.Numerics.Tensors.Tensor<long> { Rank: 1 } tensor => new(tensor.Select(number => (double)number)),
        System.Numerics.Tensors.Tensor<float> { Rank: 1 } tensor => new(tensor.Select(number => (double)number)),
        _ => new(List(value).Select(Number)),
    };

    public static Vocabulary Vocab(object? value) => new(Texts(value));

    public static Vocabulary? OptionalVocab(object? value) => value is null ? null : Vocab(value);

    public static object? Nothing(object? value) => value is null ? null : throw Unexpected("null", value);

    /// <summary>A number as the wire form of a type has it: whole numbers without a fraction.</summary>
    public static object? FromNumber(double? value)
        => value is { } number && Math.Abs(number) < 1L << 53 && number == Math.Truncate(number)
            ? (object)(long)number
            : value;

    public static string Describe(object? value) => value switch
    {
        null => "null",
        string => "text",
        bool => "a bool",
        long or BigInteger => "a whole number",
        double => "a number",
        ValueList<object?> list => $"a list of {list.Count}",
        ValueMap<object?> => "a map",
        _ => value.GetType().Name,
    };

    public static LitJsonException Unexpected(string expected, object? value)
        => new($"Expected {expected}, found {Describe(value)}.");
}
