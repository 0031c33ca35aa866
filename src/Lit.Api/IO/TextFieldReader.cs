using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads texts; those that have a form, such as images, are checked.</summary>
internal sealed class TextFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private readonly bool _hasForm = type is not StringLitType;
    private byte[] _utf8 = new byte[256];
    private int _length;
    private string? _text;

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
        => Utf8.IsValid(utf8) ? Take(utf8) : Wrong("UTF-8", utf8);

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        => reader.TokenType != JsonTokenType.String ? Wrong("a text", ref reader)
            : reader.ValueIsEscaped ? Take(JsonTexts.Unescape(ref reader, json))
            : Take(reader.ValueSpan);

    protected override SpecMismatch? Parse(object value) => value is string text ? Take(text) : Wrong("a text", value);

    protected override void AppendValue(ExampleTableBuilder table, int index)
    {
        if (_text is null)
        {
            table.AppendUtf8(index, _utf8.AsSpan(0, _length));
        }
        else
        {
            table.Append(index, _text);
        }
    }

    private SpecMismatch? Take(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _utf8.Length)
        {
            _utf8 = new byte[Math.Max(utf8.Length, _utf8.Length * 2)];
        }

        utf8.CopyTo(_utf8);
        _length = utf8.Length;
        _text = null;
        return _hasForm ? Check(Encoding.UTF8.GetString(utf8)) : null;
    }

    private SpecMismatch? Take(string text)
    {
        _text = text;
        return _hasForm ? Check(text) : null;
    }

    private SpecMismatch? Check(string text) => Type.Check(Field, text).FirstOrDefault();
}
