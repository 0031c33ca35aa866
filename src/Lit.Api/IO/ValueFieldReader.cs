using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>Reads values of any other type from their JSON; a cell of labels may have them as one text.</summary>
internal sealed class ValueFieldReader(string name, LitType type, bool showValues) : FieldReader(name, type, showValues)
{
    private object? _value;

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Wrong("UTF-8", utf8);
        }

        if (Type is SparseMultilabel labels && (utf8.IsEmpty || utf8[0] != (byte)'['))
        {
            string text = Encoding.UTF8.GetString(utf8);
            return Take(text.Length == 0
                ? []
                : new ValueList<string>(text.Split(labels.Separator, StringSplitOptions.TrimEntries)));
        }

        return utf8.IsEmpty ? Wrong($"the JSON of a {Type.GetType().Name}", utf8) : Parse(utf8, utf8);
    }

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var raw = JsonTexts.Raw(ref reader, json);
        return Parse(raw, raw);
    }

    protected override SpecMismatch? Parse(object value)
        => value is string text ? Parse(Encoding.UTF8.GetBytes(text)) : Take(value);

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);

    private SpecMismatch? Parse(ReadOnlySpan<byte> json, ReadOnlySpan<byte> found)
    {
        try
        {
            return Take(LitJson.Read(json));
        }
        catch (LitJsonException)
        {
            return Wrong($"the JSON of a {Type.GetType().Name}", found);
        }
    }

    private SpecMismatch? Take(object? value)
    {
        _value = Type.Normalize(value);
        if (_value is null || !Type.ValueType.IsInstanceOfType(_value))
        {
            return Wrong($"a {Type.GetType().Name}, {Example.TypeName(Type.ValueType)}", Example.Describe(_value));
        }

        return Type.Check(Field, _value).FirstOrDefault();
    }
}
