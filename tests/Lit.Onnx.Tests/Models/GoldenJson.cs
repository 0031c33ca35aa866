using System.Numerics.Tensors;
using System.Text.Json;

namespace Lit.Onnx.Models;

/// <summary>
/// Reads golden files: an object with "cases", each with "name", "input", "expected" and "tolerance".
/// </summary>
internal static class GoldenJson
{
    public static JsonElement Load(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden(Path.Combine(path))));
        return document.RootElement.Clone();
    }

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }

    public static IEnumerable<JsonElement> Cases(this JsonElement golden) => golden.GetProperty("cases").EnumerateArray();

    public static string Name(this JsonElement golden) => golden.GetProperty("name").GetString()!;

    public static JsonElement At(this JsonElement element, params string[] names) =>
        names.Aggregate(element, (at, name) => at.GetProperty(name));

    public static float[] Floats(this JsonElement array) => [.. Flatten(array).Select(number => (float)number)];

    public static int[] Integers(this JsonElement array) => [.. Flatten(array).Select(number => (int)number)];

    public static string[] Texts(this JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    public static float[] Floats(Tensor<float> tensor)
    {
        float[] floats = new float[tensor.FlattenedLength];
        tensor.FlattenTo(floats);
        return floats;
    }

    private static IEnumerable<double> Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Flatten)
        : [element.GetDouble()];
}
