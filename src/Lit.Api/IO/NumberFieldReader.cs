using System.Globalization;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads finite numbers.</summary>
internal sealed class NumberFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private const string Expected = "a finite number";

    private double _value;

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
        => PlainNumber.TryParse(utf8, out _value) ? null
            : double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out _value) ? Check()
            : Wrong(Expected, utf8);

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        => reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out _value) ? Check() : Wrong(Expected, ref reader);

    protected override SpecMismatch? Parse(object value)
    {
        switch (value)
        {
            case double or float or long or int or short or byte or decimal:
                _value = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return Check();
            default:
                return Wrong(Expected, value);
        }
    }

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);

    private SpecMismatch? Check() => double.IsFinite(_value)
        ? null
        : Wrong(Expected, _value.ToString(CultureInfo.InvariantCulture));
}
