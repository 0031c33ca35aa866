using System.Text;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads truth values: true and false in any case, and 1 and 0 where there is no better word.</summary>
internal sealed class TruthFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private const string Expected = "true or false";

    private bool _value;

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
    {
        _value = Is(utf8, "true"u8, "1"u8);
        return _value || Is(utf8, "false"u8, "0"u8) ? null : Wrong(Expected, utf8);
    }

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _value = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? null : Wrong(Expected, ref reader);
    }

    protected override SpecMismatch? Parse(object value)
    {
        (bool Fits, bool Truth) found = value switch
        {
            bool truth => (true, truth),
            long or int or short or byte => Convert.ToInt64(value, null) switch
            {
                0 => (true, false),
                1 => (true, true),
                _ => (false, false),
            },
            _ => (false, false),
        };
        _value = found.Truth;
        return found.Fits ? null : Wrong(Expected, value);
    }

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);

    private static bool Is(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> word, ReadOnlySpan<byte> digit)
        => Ascii.EqualsIgnoreCase(utf8, word) || utf8.SequenceEqual(digit);
}
