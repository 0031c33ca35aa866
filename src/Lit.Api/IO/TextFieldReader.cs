using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads texts; those that have a form, such as images, are checked.</summary>
internal sealed class TextFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private readonly bool _hasForm = type is not StringLitType;
    private string _value = "";

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Wrong("UTF-8", utf8);
        }

        return Take(Encoding.UTF8.GetString(utf8));
    }

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong("a text", ref reader);
        }

        return Take(reader.ValueIsEscaped ? JsonTexts.Unescape(ref reader, json) : reader.GetString()!);
    }

    protected override SpecMismatch? Parse(object value)
        => value is string text ? Take(text) : Wrong("a text", value);

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);

    private SpecMismatch? Take(string text)
    {
        _value = text;
        return _hasForm ? Type.Check(Field, text).FirstOrDefault() : null;
    }
}
