using System.Text;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads labels of a vocabulary, without making a text for a label that is known.</summary>
internal sealed class LabelFieldReader : FieldReader
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _labels;
    private string _value = "";

    public LabelFieldReader(string name, CategoryLabel type, bool showValues)
        : base(name, type, showValues)
    {
        _vocabulary = type.Vocab!;
        var labels = new Dictionary<byte[], string>(Utf8Comparer.Instance);
        foreach (string label in _vocabulary)
        {
            labels.TryAdd(Encoding.UTF8.GetBytes(label), label);
        }

        _labels = labels.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    protected override SpecMismatch? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!_labels.TryGetValue(utf8, out string? label))
        {
            return Wrong($"one of {_vocabulary}", utf8);
        }

        _value = label;
        return null;
    }

    protected override SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        => reader.TokenType != JsonTokenType.String ? Wrong($"one of {_vocabulary}", ref reader)
            : reader.ValueIsEscaped ? Parse(Encoding.UTF8.GetBytes(JsonTexts.Unescape(ref reader, json)))
            : Parse(reader.ValueSpan);

    protected override SpecMismatch? Parse(object value)
        => value is string label ? Parse(Encoding.UTF8.GetBytes(label)) : Wrong($"one of {_vocabulary}", value);

    protected override void AppendValue(ExampleTableBuilder table, int index) => table.Append(index, _value);
}
