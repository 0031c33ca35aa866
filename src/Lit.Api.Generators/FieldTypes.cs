using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lit.Api.Generators;

/// <summary>What each field attribute makes of a property.</summary>
internal static class FieldTypes
{
    private const PropertyKind Lists = PropertyKind.TextList | PropertyKind.TextArray;

    private static readonly Dictionary<string, PropertyKind> Allowed = new()
    {
        ["TextSegment"] = PropertyKind.Text,
        ["StringLitType"] = PropertyKind.Text,
        ["URLLitType"] = PropertyKind.Text,
        ["ImageBytes"] = PropertyKind.Text,
        ["CategoryLabel"] = PropertyKind.Text | PropertyKind.Enumeration,
        ["Scalar"] = PropertyKind.Double | PropertyKind.Single,
        ["Integer"] = PropertyKind.Long | PropertyKind.Int,
        ["BooleanLitType"] = PropertyKind.Truth,
        ["Tokens"] = Lists,
        ["SparseMultilabel"] = Lists,
        ["Embeddings"] = PropertyKind.Vector | PropertyKind.Tensor,
    };

    /// <summary>The kinds of property that a field may have; none for an attribute that is not known.</summary>
    public static PropertyKind AllowedFor(string field) => Allowed.TryGetValue(field, out var kinds) ? kinds : PropertyKind.None;

    /// <summary>The field that a property without an attribute is; null if that is not clear.</summary>
    public static string? Inferred(PropertyKind kind) => kind switch
    {
        PropertyKind.Double or PropertyKind.Single => "Scalar",
        PropertyKind.Long or PropertyKind.Int => "Integer",
        PropertyKind.Truth => "BooleanLitType",
        PropertyKind.Enumeration => "CategoryLabel",
        _ => null,
    };

    /// <summary>The kinds as a phrase.</summary>
    public static string Describe(PropertyKind kinds) => string.Join(" or ", Names(kinds));

    /// <summary>The C# expression that makes the type.</summary>
    public static string Expression(string field, AttributeData? attribute, bool required, IReadOnlyList<string> vocabulary)
    {
        List<string> parts = [];
        if (!required)
        {
            parts.Add("Required = false");
        }

        if (vocabulary.Count > 0)
        {
            parts.Add($"Vocab = new global::Lit.Types.Vocabulary(new string[] {{ {string.Join(", ", vocabulary.Select(Literal))} }})");
        }

        foreach (var argument in attribute?.NamedArguments ?? [])
        {
            if (argument.Key != "Name" && argument.Value.Value is { } value)
            {
                parts.Add($"{argument.Key} = {(value is string text ? Literal(text) : Number((double)value))}");
            }
        }

        return parts.Count == 0
            ? $"new global::Lit.Types.{field}()"
            : $"new global::Lit.Types.{field} {{ {string.Join(", ", parts)} }}";
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "d",
    };

    private static IEnumerable<string> Names(PropertyKind kinds)
    {
        (PropertyKind Kind, string Name)[] names =
        [
            (PropertyKind.Text, "a string"),
            (PropertyKind.Double, "a double"),
            (PropertyKind.Single, "a float"),
            (PropertyKind.Long, "a long"),
            (PropertyKind.Int, "an int"),
            (PropertyKind.Truth, "a bool"),
            (PropertyKind.Enumeration, "an enum"),
            (PropertyKind.TextList, "an IReadOnlyList<string>"),
            (PropertyKind.TextArray, "a string[]"),
            (PropertyKind.Vector, "a float[]"),
            (PropertyKind.Tensor, "a Tensor<float>"),
        ];
        return names.Where(entry => (kinds & entry.Kind) != 0).Select(entry => entry.Name);
    }
}
