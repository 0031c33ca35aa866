using System.Collections;
using System.Globalization;
using System.Numerics.Tensors;

namespace Lit.Types.Checks;

/// <summary>Words for what a value is and should be; texts of users are not quoted.</summary>
internal static class Mismatch
{
    private const int LongestLabel = 40;

    public static SpecMismatch OfKind(string field, Type expected, object? value)
        => new(field, Name(expected), Describe(value));

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A label in quotes, cut where it is too long to be one.</summary>
    public static string Label(string label)
        => label.Length <= LongestLabel ? $"'{label}'" : $"'{label[..LongestLabel]}…' of {label.Length} characters";

    public static string Shape<T>(Tensor<T> tensor) => $"shape [{string.Join(", ", tensor.Lengths.ToArray())}]";

    public static string Describe(object? value) => value switch
    {
        null => "null",
        string => "text",
        bool => "a bool",
        double or float => $"the number {Number(Convert.ToDouble(value, CultureInfo.InvariantCulture))}",
        long or int => string.Create(CultureInfo.InvariantCulture, $"the whole number {value}"),
        Tensor<float> tensor => $"Tensor<float> of {Shape(tensor)}",
        Tensor<double> tensor => $"Tensor<double> of {Shape(tensor)}",
        Tensor<long> tensor => $"Tensor<long> of {Shape(tensor)}",
        ICollection list => $"{list.GetType().Name} of {list.Count}",
        IReadOnlyCollection<object?> list => $"a list of {list.Count}",
        _ => value.GetType().Name,
    };

    private static string Name(Type type)
        => type == typeof(string) ? "text"
            : type == typeof(double) ? "a number (double)"
            : type == typeof(long) ? "a whole number (long)"
            : type == typeof(bool) ? "true or false"
            : type == typeof(Tensor<float>) ? "Tensor<float>"
            : type == typeof(IReadOnlyList<string>) ? "a list of texts"
            : type == typeof(IReadOnlyList<double>) ? "a list of numbers (double)"
            : type == typeof(IReadOnlyList<int>) ? "a list of whole numbers (int)"
            : type == typeof(IEnumerable) ? "a list"
            : type.IsGenericType ? $"a list of {ElementName(type)}"
            : $"a {type.Name}";

    private static string ElementName(Type type)
        => type.GenericTypeArguments[^1] is { IsGenericType: true } inner
            ? $"lists of {ElementName(inner)}"
            : type.GenericTypeArguments[^1].Name;
}
