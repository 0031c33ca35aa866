using System.Text.Json;
using Lit.Api;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Generators;

/// <summary>Recorded answers of the reference implementation.</summary>
internal static class GoldenFile
{
    public static IEnumerable<JsonElement> Cases(string file) => Read(file).GetProperty("cases").EnumerateArray();

    public static Dataset Dataset(string name)
    {
        var data = Read("datasets").GetProperty("datasets").GetProperty(name);
        var spec = LitJson.ReadSpec(data.GetProperty("spec").GetRawText());
        return new(spec, data.GetProperty("examples").EnumerateArray().Select(row => Example(spec, row)), name, "");
    }

    private static Example Example(Spec spec, JsonElement row)
    {
        var values = (IEnumerable<KeyValuePair<string, object?>>)LitJson.Read(row.GetRawText())!;
        return new(values
            .Where(value => spec.ContainsKey(value.Key))
            .Select(value => KeyValuePair.Create(value.Key, spec[value.Key].Normalize(value.Value))));
    }

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file + ".json"))).RootElement;
}
