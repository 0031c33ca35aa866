using System.Text.Json;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Api;

/// <summary>Cases recorded from LIT 1.3.1; each file says how they were made.</summary>
public static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json")));
        return document.RootElement.Clone();
    }

    public static IEnumerable<TestCaseData<GoldenCase>> Cases(string file, Func<string, bool> name)
        => All(file).Where(golden => name(golden.Name))
            .Select(golden => new TestCaseData<GoldenCase>(golden).SetArgDisplayNames(golden.Name));

    public static IEnumerable<GoldenCase> All(string file)
        => Read(file).GetProperty("cases").EnumerateArray().Select(element => new GoldenCase(element));

    public static GoldenCase Case(string file, string name) => All(file).Single(golden => golden.Name == name);

    public static Spec Spec(this JsonElement element) => LitJson.ReadSpec(element.GetRawText());

    /// <summary>A value as LIT's JSON has it: whole numbers stay apart from floats.</summary>
    public static object? Value(this JsonElement element) => LitJson.Read(element.GetRawText());

    public static Example Example(this JsonElement element) => new((ValueMap<object?>)element.Value()!);

    public static IEnumerable<Example> Examples(this JsonElement element) => element.EnumerateArray().Select(Example);

    public static int[] Integers(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetInt32())];

    public static int? OptionalInteger(this JsonElement element)
        => element.ValueKind == JsonValueKind.Null ? null : element.GetInt32();

    public static bool IsError(this JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("error", out _);
}

/// <summary>One recorded case.</summary>
public sealed record GoldenCase(JsonElement Element)
{
    public string Name => Element.GetProperty("name").GetString()!;

    public JsonElement Input => Element.GetProperty("input");

    public JsonElement Expected => Element.GetProperty("expected");

    public override string ToString() => Name;
}
