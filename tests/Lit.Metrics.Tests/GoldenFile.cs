using System.Globalization;
using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

/// <summary>Cases that a reference implementation answered; each file says which, and how it was asked.</summary>
public static class GoldenFile
{
    public static IEnumerable<TestCaseData<GoldenCase>> Cases(string path)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", path)))
            .RootElement.GetProperty("cases").EnumerateArray()
            .Select(element => new GoldenCase(element))
            .Select(golden => new TestCaseData<GoldenCase>(golden).SetArgDisplayNames(golden.Name));

    public static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String => double.Parse(element.GetString()!, CultureInfo.InvariantCulture),
        _ => element.GetDouble(),
    };

    public static double[] Numbers(JsonElement element)
        => element.ValueKind == JsonValueKind.Null ? [] : [.. element.EnumerateArray().Select(Number)];

    public static int[] Integers(JsonElement element)
        => element.ValueKind == JsonValueKind.Null ? [] : [.. element.EnumerateArray().Select(e => e.GetInt32())];

    public static double[] Matrix(JsonElement element) => [.. element.EnumerateArray().SelectMany(Numbers)];
}

public sealed class GoldenCase(JsonElement element)
{
    public string Name { get; } = element.GetProperty("name").GetString()!;

    public JsonElement Input { get; } = element.GetProperty("input");

    public JsonElement Expected { get; } = element.GetProperty("expected");

    public bool IsError
        => Expected.ValueKind == JsonValueKind.Object && Expected.TryGetProperty("error", out _);

    public override string ToString() => Name;

    public void Check(string key, double actual) => Check(key, Expected.GetProperty(key), actual);

    public void Check(string key, JsonElement expected, double actual)
    {
        double wanted = GoldenFile.Number(expected);
        JsonElement tolerance = element.GetProperty("tolerance");
        double allowed = tolerance.GetProperty("abs").GetDouble()
            + (tolerance.GetProperty("rel").GetDouble() * Math.Abs(wanted));
        bool same = wanted.Equals(actual) || Math.Abs(wanted - actual) <= allowed;
        Assert.That(same, Is.True, $"{Name}: {key}: expected {wanted:R}, found {actual:R}");
    }

    /// <summary>As <see cref="Check(string, JsonElement, double)"/>, to a tolerance tighter than the file's.</summary>
    public void CheckWithin(double tolerance, string key, JsonElement expected, double actual)
    {
        double wanted = GoldenFile.Number(expected);
        bool same = wanted.Equals(actual) || Math.Abs(wanted - actual) <= tolerance * Math.Max(1, Math.Abs(wanted));
        Assert.That(same, Is.True, $"{Name}: {key}: expected {wanted:R}, found {actual:R}");
    }

    public void CheckAll(string key, IEnumerable<double> actual)
        => CheckAll(key, Expected.GetProperty(key), actual);

    public void CheckAll(string key, JsonElement expected, IEnumerable<double> actual)
    {
        JsonElement[] wanted = [.. expected.EnumerateArray()];
        double[] found = [.. actual];
        Assert.That(found, Has.Length.EqualTo(wanted.Length), $"{Name}: {key}");
        for (int i = 0; i < wanted.Length; i++)
        {
            Check($"{key}[{i}]", wanted[i], found[i]);
        }
    }
}
