using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Types;

/// <summary>Recorded answers of LIT. A whole number is an integer, one with a point a float; <c>$</c> keys tell other kinds.</summary>
internal static class GoldenFile
{
    public static JsonElement Load(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static IEnumerable<TestCaseData> Cases(string name, string prefix = "")
        => Load(name).GetProperty("cases").EnumerateArray()
            .Where(item => Name(item).StartsWith(prefix, StringComparison.Ordinal))
            .Select(item => new TestCaseData(item).SetArgDisplayNames(Name(item)));

    public static string Name(JsonElement item) => item.GetProperty("name").GetString()!;

    public static JsonElement Input(this JsonElement item) => item.GetProperty("input");

    public static JsonElement Expected(this JsonElement item) => item.GetProperty("expected");

    public static bool IsError(this JsonElement expected)
        => expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out _);

    public static LitType Type(JsonElement type) => LitJson.ReadType(type.GetRawText());

    public static Spec Spec(JsonElement spec) => LitJson.ReadSpec(spec.GetRawText());

    public static ValueMap<object?> Record(JsonElement map)
        => new(map.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Value(field.Value))));

    /// <summary>The value as a reader for .NET gives it: a tuple is a list, a NumPy scalar a number.</summary>
    public static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value.GetRawText()),
        JsonValueKind.Array => new ValueList<object?>(value.EnumerateArray().Select(Value)),
        _ => value.EnumerateObject().Take(1).Where(field => field.Name is ['$', ..]).ToArray() is [var tag]
            ? Tagged(tag.Name, tag.Value, value)
            : Record(value),
    };

    private static object Number(string token)
        => token.AsSpan().IndexOfAny(".eE") >= 0 ? (object)double.Parse(token, CultureInfo.InvariantCulture)
            : long.TryParse(token, CultureInfo.InvariantCulture, out long number) ? (object)number
            : BigInteger.Parse(token, CultureInfo.InvariantCulture);

    private static object? Tagged(string tag, JsonElement content, JsonElement whole) => tag switch
    {
        "$tuple" => Value(content),
        "$float" => content.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            _ => double.NegativeInfinity,
        },
        "$scalar" => whole.GetProperty("dtype").GetString() == "float32" ? content.GetSingle() : Value(content),
        "$array" => Array(content, whole.GetProperty("dtype").GetString()!, whole.GetProperty("shape")),
        "$data" or "$type" => LitJson.Read(content.GetRawText()),
        "$enum" => Enum.Parse<MetricBestValue>(content.GetString()!, ignoreCase: true),
        "$json_text" => LitJson.Read(content.GetString()),
        "$map" => content.EnumerateArray()
            .Where(pair => pair[0].ValueKind != JsonValueKind.Null)
            .ToDictionary(pair => Value(pair[0])!, pair => Value(pair[1])),
        "$other" => content.GetString() == "bytes" ? "bytes"u8.ToArray() : new HashSet<int> { 1, 2 },
        _ => throw new ArgumentException($"unknown tag {tag}"),
    };

    private static object Array(JsonElement content, string elementType, JsonElement shape)
    {
        nint[] lengths = [.. shape.EnumerateArray().Select(length => (nint)length.GetInt32())];
        var leaves = Leaves(content).ToArray();
        return elementType switch
        {
            "float32" => Tensor.Create([.. leaves.Select(leaf => leaf.GetSingle())], lengths),
            "float64" => Tensor.Create([.. leaves.Select(leaf => leaf.GetDouble())], lengths),
            "int64" => Tensor.Create([.. leaves.Select(leaf => leaf.GetInt64())], lengths),
            "bool" => Tensor.Create([.. leaves.Select(leaf => leaf.GetBoolean())], lengths),
            "complex128" => new Complex[] { 1 },
            _ => Value(content)!,
        };
    }

    private static IEnumerable<JsonElement> Leaves(JsonElement content)
        => content.ValueKind == JsonValueKind.Array ? content.EnumerateArray().SelectMany(Leaves) : [content];
}
