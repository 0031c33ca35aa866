using System.Globalization;
using System.Text.Json;
using Lit.Api;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Components;

/// <summary>
/// Reads the recorded cases under Golden; each file says which implementation answered and how it was asked.
/// </summary>
internal static class Golden
{
    public static JsonElement File(string path)
        => JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", path))).RootElement;

    public static IEnumerable<TestCaseData<GoldenCase>> Cases(string path, Func<GoldenCase, bool>? where = null)
        => File(path).GetProperty("cases").EnumerateArray()
            .Select(element => new GoldenCase(element))
            .Where(golden => where?.Invoke(golden) ?? true)
            .Select(golden => new TestCaseData<GoldenCase>(golden).SetArgDisplayNames(golden.Name));

    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static double[][] Matrix(JsonElement element) => [.. element.EnumerateArray().Select(Numbers)];

    public static string[] Strings(JsonElement element)
        => [.. element.EnumerateArray().Select(item => item.GetString()!)];

    public static Spec Spec(JsonElement element) => LitJson.ReadSpec(element.GetRawText());

    public static Example Example(JsonElement element)
        => new(element.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Value(field.Value))));

    /// <summary>A data set of the recorded ones, whole or only some rows.</summary>
    public static Dataset Dataset(string name, IEnumerable<int>? rows = null)
    {
        var dataset = File("lit/datasets.json").GetProperty("datasets").GetProperty(name);
        Example[] all = [.. dataset.GetProperty("examples").EnumerateArray().Select(Example)];
        return new Dataset(
            Spec(dataset.GetProperty("spec")), rows is null ? all : rows.Select(row => all[row]), name, "");
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Array => Strings(element),
        _ => throw new NotSupportedException(element.ValueKind.ToString()),
    };
}

/// <summary>One recorded case.</summary>
public sealed class GoldenCase(JsonElement element)
{
    public string Name { get; } = element.GetProperty("name").GetString()!;

    public JsonElement Input { get; } = element.GetProperty("input");

    public JsonElement Expected { get; } = element.GetProperty("expected");

    public bool IsError => Expected.ValueKind == JsonValueKind.Object && Expected.TryGetProperty("error", out _);

    public double Absolute { get; } = element.GetProperty("tolerance").GetProperty("abs").GetDouble();

    public double Relative { get; } = element.GetProperty("tolerance").GetProperty("rel").GetDouble();

    /// <summary>The examples that the case was run on.</summary>
    internal Dataset Inputs
    {
        get
        {
            if (Input.TryGetProperty("example_list", out var list))
            {
                Example[] given = [.. list.EnumerateArray().Select(Golden.Example)];
                return new Dataset(new(), given, "given", "");
            }

            string dataset = Input.GetProperty("dataset").GetString()!;
            return Input.GetProperty("examples") is { ValueKind: JsonValueKind.Array } rows
                ? Golden.Dataset(dataset, rows.EnumerateArray().Select(row => row.GetInt32()))
                : Golden.Dataset(dataset);
        }
    }

    /// <summary>An option of the case; null if the case leaves it out.</summary>
    internal JsonElement? Option(string name)
        => Input.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty(name, out var value)
                ? value
                : null;

    internal void Check(string place, double expected, double actual)
        => Assert.That(
            actual.Equals(expected) || Math.Abs(actual - expected) <= Absolute + (Relative * Math.Abs(expected)),
            $"{Name}, {place}: expected {expected:R}, found {actual:R}");

    public override string ToString() => Name;
}
