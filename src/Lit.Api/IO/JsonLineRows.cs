using System.Text.Json;
using System.Text.Unicode;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api.IO;

/// <summary>Reads lines of JSON straight into columns.</summary>
internal sealed class JsonLineRows
{
    private static readonly JsonReaderOptions Json = new() { MaxDepth = LitJson.MaxDepth };

    private readonly RowTable _table;
    private readonly byte[][] _names;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _index;
    private readonly int _longest;

    public JsonLineRows(Spec spec, ReadOptions options, string source)
    {
        _table = new(spec, options, source);
        _longest = options.MaxRowBytes;
        _names = [.. _table.Fields.Select(field => System.Text.Encoding.UTF8.GetBytes(field.Field))];
        _index = _names.Select((name, i) => KeyValuePair.Create(name, i))
            .ToDictionary(Utf8Comparer.Instance)
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public async Task<Dataset> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new LineReader(stream, _table.Source, _longest);
        while (await lines.FillAsync(cancellationToken).ConfigureAwait(false))
        {
            ReadLines(lines);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _table.Build();
    }

    private void ReadLines(LineReader lines)
    {
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            string? id = null;
            Provenance? meta = null;
            if (Utf8.IsValid(line))
            {
                ReadRow(line, ref id, ref meta);
            }
            else
            {
                _table.Fail(new("row", "UTF-8", Found.Text(line, show: false)));
            }

            _table.EndRow(lines.Line, id, meta);
        }
    }

    private void ReadRow(ReadOnlySpan<byte> line, ref string? id, ref Provenance? meta)
    {
        var reader = new Utf8JsonReader(line, Json);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                _table.Fail(new("row", "an object with the fields", Found.Json(ref reader, show: false)));
                return;
            }

            ReadFields(ref reader, line, ref id, ref meta);
            reader.Read();
        }
        catch (JsonException exception)
        {
            _table.Fail(new("row", "an object in JSON", $"none at byte {exception.BytePositionInLine}"));
            return;
        }

        foreach (var field in _table.Fields)
        {
            if (field.LastRow != _table.Row)
            {
                _table.Fail(field.ReadMissing());
            }
        }
    }

    private void ReadFields(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, ref string? id, ref Provenance? meta)
    {
        // Most files have the fields in one order, so the one behind the last is tried first.
        int next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = next < _names.Length && reader.ValueTextEquals(_names[next]) ? next : Find(ref reader);
            if (index >= 0)
            {
                ReadField(ref reader, line, _table.Fields[index]);
                next = index + 1;
            }
            else
            {
                ReadOther(ref reader, line, ref id, ref meta);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }
    }

    private void ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, FieldReader field)
    {
        if (field.LastRow == _table.Row)
        {
            _table.Fail(new(field.Field, "the field once", "it twice"));
        }

        field.LastRow = _table.Row;
        reader.Read();
        _table.Fail(field.ReadJson(ref reader, line));
    }

    private void ReadOther(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, ref string? id, ref Provenance? meta)
    {
        if (reader.ValueTextEquals(ExampleId.IdField))
        {
            reader.Read();
            id = reader.TokenType == JsonTokenType.String ? JsonTexts.Unescape(ref reader, line) : null;
        }
        else if (reader.ValueTextEquals(ExampleId.MetaField))
        {
            reader.Read();
            meta = Origins.Read(LitJson.Read(JsonTexts.Raw(ref reader, line)));
        }
        else
        {
            if (!_table.IgnoresExtraFields)
            {
                _table.Fail(new(reader.GetString()!, "no such field, as the spec has none", "a value"));
            }

            reader.Read();
        }
    }

    private int Find(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return _index.TryGetValue(reader.ValueSpan, out int index) ? index : -1;
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
