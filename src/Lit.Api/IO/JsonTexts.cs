using System.Text.Json;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>Texts and values of a line of JSON.</summary>
internal static class JsonTexts
{
    /// <summary>The text that a reader stands on; half a surrogate pair is kept as it is.</summary>
    public static string Unescape(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return (string)LitJson.Read(Raw(ref reader, json))!;
        }
    }

    /// <summary>The bytes of the value that a reader stands on; the reader stands on its last token afterwards.</summary>
    public static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = checked((int)reader.TokenStartIndex);
        reader.Skip();
        return json[start..checked((int)reader.BytesConsumed)];
    }
}
