using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Lit.Api.IO;

/// <summary>What was found, as a phrase for a message.</summary>
internal static class Found
{
    private const int LongestQuote = 60;

    public static string Text(ReadOnlySpan<byte> utf8, bool show)
    {
        if (utf8.IsEmpty)
        {
            return "nothing";
        }

        if (!Utf8.IsValid(utf8))
        {
            return $"broken UTF-8 at byte {FirstBroken(utf8)} of {utf8.Length}";
        }

        string text = Encoding.UTF8.GetString(utf8);
        return show ? $"'{Shorten(text)}'" : $"another text of {text.Length} characters";
    }

    public static string Json(ref Utf8JsonReader reader, bool show) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => show ? $"the text '{Shorten(Encoding.UTF8.GetString(reader.ValueSpan))}'" : "a text",
        JsonTokenType.Number => show ? $"the number {Encoding.UTF8.GetString(reader.ValueSpan)}" : "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "null",
    };

    public static string Value(object value, bool show)
    {
        string kind = Example.Describe(value);
        return show && value is IFormattable or string
            ? $"{kind} '{Shorten(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}'"
            : kind;
    }

    private static int FirstBroken(ReadOnlySpan<byte> utf8)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(utf8[at..], out _, out int consumed) == OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private static string Shorten(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
}
