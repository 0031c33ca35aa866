using System.Text.Json;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads the values of one field, checks each, and appends it once the whole row is known to fit.</summary>
internal abstract class FieldReader(string name, LitType type, bool showValues)
{
    private State _state;

    private enum State
    {
        Value,
        Null,
        Missing,
    }

    public string Field => name;

    /// <summary>The number of the row that was read last, so that a field that occurs twice is seen.</summary>
    public long LastRow { get; set; } = -1;

    protected LitType Type => type;

    /// <summary>The reader for the values of a type.</summary>
    public static FieldReader For(string field, LitType type, bool showValues) => type switch
    {
        CategoryLabel { Vocab.Count: > 0 } label => new LabelFieldReader(field, label, showValues),
        Integer => new WholeFieldReader(field, type, showValues),
        Scalar => new NumberFieldReader(field, type, showValues),
        BooleanLitType => new TruthFieldReader(field, type, showValues),
        _ when type.ValueType == typeof(string) => new TextFieldReader(field, type, showValues),
        _ => new ValueFieldReader(field, type, showValues),
    };

    /// <summary>Reads a cell that has text, or quotes.</summary>
    public SpecMismatch? ReadCell(ReadOnlySpan<byte> utf8)
    {
        _state = State.Value;
        return Parse(utf8);
    }

    /// <summary>Reads a cell without text and quotes, which stands for null where the field is optional.</summary>
    public SpecMismatch? ReadEmptyCell() => type.Required ? ReadCell([]) : ReadNull();

    /// <summary>Reads the value that a JSON reader stands on; the reader stands on its last token afterwards.</summary>
    public SpecMismatch? ReadJson(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return ReadNull();
        }

        _state = State.Value;
        return Parse(ref reader, json);
    }

    /// <summary>Reads a value of a database.</summary>
    public SpecMismatch? ReadValue(object value)
    {
        if (value is DBNull)
        {
            return ReadNull();
        }

        _state = State.Value;
        return Parse(value);
    }

    /// <summary>Takes note that the row does not have the field.</summary>
    public SpecMismatch? ReadMissing()
    {
        _state = State.Missing;
        return type.Required ? new(name, "a value", "no such field") : null;
    }

    public void Append(ExampleTableBuilder table, int index)
    {
        switch (_state)
        {
            case State.Value:
                AppendValue(table, index);
                break;
            case State.Null:
                table[index].AppendNull();
                break;
            default:
                table[index].AppendMissing();
                break;
        }
    }

    protected abstract SpecMismatch? Parse(ReadOnlySpan<byte> utf8);

    protected abstract SpecMismatch? Parse(ref Utf8JsonReader reader, ReadOnlySpan<byte> json);

    protected abstract SpecMismatch? Parse(object value);

    protected abstract void AppendValue(ExampleTableBuilder table, int index);

    protected SpecMismatch Wrong(string expected, string found) => new(name, expected, found);

    protected SpecMismatch Wrong(string expected, ReadOnlySpan<byte> found) => Wrong(expected, Found.Text(found, showValues));

    protected SpecMismatch Wrong(string expected, ref Utf8JsonReader reader)
        => Wrong(expected, Found.Json(ref reader, showValues));

    protected SpecMismatch Wrong(string expected, object found) => Wrong(expected, Found.Value(found, showValues));

    private SpecMismatch? ReadNull()
    {
        _state = State.Null;
        return type.Required ? new(name, "a value", "null") : null;
    }
}
