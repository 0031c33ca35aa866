using System.Globalization;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads whole numbers of 64 bits.</summary>
internal sealed class WholeFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private const string Expected = "a whole number";

    private long _value;

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
        => long.TryParse(utf8, NumberStyles.Integer, CultureInfo.InvariantCulture, out _value) ? null : Wrong(Expected, utf8);

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _value) ? null : Wrong(Expected, ref reader);

    protected override SpecMismatch? Parse(object value)
    {
        switch (value)
        {
            case long or int or short or byte:
                _value = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return null;
            default:
                return Wrong(Expected, value);
        }
    }

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);
}
