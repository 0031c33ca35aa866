using System.Runtime.InteropServices;
using System.Text.Json;
using NUnit.Framework;

namespace Lit.Components.Layers;

/// <summary>Recorded attributions, and how closely they are to be met.</summary>
internal static class Recorded
{
    private static readonly Lazy<float[]> Maps = new(() => MemoryMarshal.Cast<byte, float>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "Attribution", "fashion-attribution.bin"))).ToArray());

    public static JsonElement Load(string name) => Golden.File(Path.Combine("Attribution", name));

    public static IEnumerable<JsonElement> Cases(string name) => Load(name).GetProperty("cases").EnumerateArray();

    public static JsonElement At(this JsonElement element, params string[] names) =>
        names.Aggregate(element, (at, name) => at.GetProperty(name));

    /// <summary>Numbers that stand in the file, or in the one of maps beside it.</summary>
    public static double[] Numbers(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            int size = element.GetProperty("shape").EnumerateArray().Aggregate(1, (a, length) => a * length.GetInt32());
            return [.. Maps.Value.AsSpan(element.GetProperty("bin_offset").GetInt32(), size).ToArray()];
        }

        return [.. Flat(element)];
    }

    public static void Check(IReadOnlyList<double> found, JsonElement expected, JsonElement golden, string what)
    {
        double[] numbers = expected.Numbers();
        double tolerance = Math.Max(
            golden.At("tolerance", "abs").GetDouble(), golden.At("tolerance", "rel").GetDouble() * numbers.Max(Math.Abs));
        Assert.That(found, Has.Count.EqualTo(numbers.Length), what);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.That(found[i], Is.EqualTo(numbers[i]).Within(tolerance), $"{what} at {i}");
        }
    }

    private static IEnumerable<double> Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Flat)
        : [element.GetDouble()];
}
