using System.Text.Json;

namespace Lit.Metrics.Text;

/// <summary>Reads the texts of a golden case.</summary>
internal static class TextCases
{
    public static string[] Strings(JsonElement element) => [.. element.EnumerateArray().Select(text => text.GetString()!)];

    public static string[] Strings(GoldenCase golden, string name) => Strings(golden.Input.GetProperty(name));

    /// <summary>The references of each hypothesis; the file lists them stream by stream.</summary>
    public static string[][] References(GoldenCase golden)
    {
        string[][] streams = [.. golden.Input.GetProperty("references").EnumerateArray().Select(Strings)];
        return [.. Enumerable.Range(0, streams[0].Length).Select(row => streams.Select(stream => stream[row]).ToArray())];
    }
}
