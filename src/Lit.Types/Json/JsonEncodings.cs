using System.Text;

namespace Lit.Types.Json;

/// <summary>Tells the encoding of JSON by its first bytes, as Python does.</summary>
internal static class JsonEncodings
{
    public static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The same text as UTF-8 without a byte order mark.</summary>
    public static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
        {
            return json[3..];
        }

        if (Detect(json) is not { } encoding)
        {
            return json;
        }

        try
        {
            return Strict.GetBytes(encoding.GetString(json).TrimStart('\uFEFF'));
        }
        catch (ArgumentException exception)
        {
            throw new LitJsonException($"Expected {encoding.WebName}, found other bytes.", exception);
        }
    }

    private static Encoding? Detect(ReadOnlySpan<byte> json) => json switch
    {
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, _, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false, true),
        [0xFF, 0xFE, 0, 0, ..] or [_, 0, 0, 0, ..] => new UTF32Encoding(bigEndian: false, byteOrderMark: false, true),
        [0xFE, 0xFF, ..] or [0, _, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, true),
        [0xFF, 0xFE, ..] or [_, 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, true),
        _ => null,
    };
}
