using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Lit.Types.Json;

/// <summary>Writes values in one of LIT's two encodings.</summary>
internal ref struct LitJsonWriter(LitJsonOptions options) : IDisposable
{
    private JsonText _text = new(options.Indented);

    private readonly bool Tags => options is { IsInvertible: true, LitCompatible: false };

    public readonly ReadOnlySpan<byte> Written => _text.Written;

    public readonly void Dispose() => _text.Dispose();

    /// <summary>Writes a record without the fields that its id does not depend on.</summary>
    public void WriteForId(IReadOnlyDictionary<string, object?> record) => WriteMap(record, record.Count, forId: true);

    public void Write(object? value)
    {
        switch (value)
        {
            case null: _text.Raw("null"u8); break;
            case string text: _text.Text(text); break;
            case bool flag: _text.Raw(flag ? "true"u8 : "false"u8); break;
            case double number: WriteNumber(number); break;
            case float number: WriteNumber(number); break;
            case long number: _text.Number(number); break;
            case int number: _text.Number(number); break;
            case short or ushort or byte or sbyte or uint:
                _text.Number(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number: _text.Number((BigInteger)number); break;
            case BigInteger number: _text.Number(number); break;
            case MetricBestValue or SpecSource: _text.Text(WireEnums.NameOf((Enum)value)); break;
            case ScoredText candidate: WritePair(candidate); break;
            case LitType type: WriteFields(TypeTable.Describe(type)); break;
            case Tensor<float> tensor: WriteTensor(tensor, "float32"); break;
            case Tensor<double> tensor: WriteTensor(tensor, "float64"); break;
            case Tensor<long> tensor: WriteTensor(tensor, "int64"); break;
            case Tensor<int> tensor: WriteTensor(tensor, "int32"); break;
            case Tensor<bool> tensor: WriteTensor(tensor, "bool"); break;
            case IEnumerable<KeyValuePair<string, object?>> map: WriteMap(map, CountOf(map)); break;
            case IEnumerable<KeyValuePair<string, LitType>> map: WriteMap(map.Select(Untyped), CountOf(map)); break;
            case IEnumerable<KeyValuePair<string, double>> map: WriteMap(map.Select(Untyped), CountOf(map)); break;
            case IEnumerable<KeyValuePair<string, FrameWeight>> map: WriteMap(map.Select(Untyped), CountOf(map)); break;
            case IDictionary map: WriteMap(Entries(map), map.Count); break;
            default: WriteListOrRecord(value); break;
        }
    }

    private static KeyValuePair<string, object?> Untyped<T>(KeyValuePair<string, T> entry)
        => new(entry.Key, entry.Value);

    private static KeyValuePair<string, object?> Untyped(DictionaryEntry entry) => new(
        entry.Key switch
        {
            string text => text,
            bool flag => flag ? "true" : "false",
            long or int or double or float => LitJson.Write(entry.Key, LitCompatible),
            _ => throw new LitJsonException(
                $"Expected text, a number or a bool as key of a map, found {entry.Key.GetType().Name}."),
        },
        entry.Value);

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return Untyped(entry);
        }
    }

    private static LitJsonOptions LitCompatible { get; } = new() { LitCompatible = true };

    private static int CountOf<T>(IEnumerable<T> items)
        => items.TryGetNonEnumeratedCount(out int count) ? count : items.Count();

    private void WriteListOrRecord(object value)
    {
        switch (value)
        {
            case IReadOnlyList<string> list: WriteList(list); break;
            case byte[]: throw Unsupported(value);
            case IReadOnlyList<double> list: WriteList(list); break;
            case IReadOnlyList<long> list: WriteList(list); break;
            case IReadOnlyList<int> list: WriteList(list); break;
            case IReadOnlyList<float> list: WriteList(list); break;
            case IReadOnlyList<bool> list: WriteList(list); break;
            case IReadOnlyList<ScoredText> list: WriteList(list); break;
            case IReadOnlyList<CurvePoint> list: WriteList(list); break;
            case IReadOnlyList<object?> list: WriteList(list); break;
            case IList list: WriteList(list.Cast<object?>()); break;
            case SpanRange span: WriteList<int>([span.Start, span.End]); break;
            case CurvePoint point: WriteList<double>([point.X, point.Y]); break;
            case FrameWeight frame: WriteList<object>([frame.Score, frame.Images]); break;
            case SalienceTarget target:
                WriteFields([new("field", target.Field), new("index", target.Index)]);
                break;
            default:
                WriteFields(RecordTable.Describe(value) ?? throw Unsupported(value));
                break;
        }
    }

    private static LitJsonException Unsupported(object value) => new(
        $"Expected a value that has a JSON form (text, number, bool, list, map, tensor, type or value record), found "
        + $"{value.GetType().Name}; turn it into one of these first.");

    private void WriteNumber(double number)
    {
        if (options.LitCompatible || double.IsFinite(number))
        {
            _text.Number(number);
        }
        else if (options.IsInvertible)
        {
            string name = double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
            WriteFields([new(Tag.Class, Tag.Float), new(Tag.Value, name)]);
        }
        else
        {
            _text.Raw("null"u8);
        }
    }

    private void WritePair(ScoredText candidate)
    {
        object?[] pair = [candidate.Text, candidate.Score];
        if (Tags)
        {
            WriteFields([new(Tag.Class, Tag.Tuple), new(Tag.Value, pair)]);
        }
        else
        {
            WriteList(pair);
        }
    }

    private void WriteList<T>(IEnumerable<T> items)
    {
        Open('[');
        foreach (var item in items)
        {
            _text.Next();
            WriteItem(item);
        }

        _text.Close((byte)']');
    }

    private void WriteMap(IEnumerable<KeyValuePair<string, object?>> map, int count, bool forId = false)
    {
        var entries = ArrayPool<KeyValuePair<string, object?>>.Shared.Rent(count);
        int length = 0;
        foreach (var entry in map)
        {
            if (!forId || entry.Key is not (ExampleId.IdField or ExampleId.MetaField))
            {
                entries[length++] = entry;
            }
        }

        var written = entries.AsSpan(0, length);
        if (Tags && Tag.HasReservedKey(written))
        {
            object?[][] pairs = [.. entries[..length].Select(entry => new object?[] { entry.Key, entry.Value })];
            WriteFields([new(Tag.Class, Tag.Map), new(Tag.Value, pairs)]);
        }
        else
        {
            WriteFields(written);
        }

        ArrayPool<KeyValuePair<string, object?>>.Shared.Return(entries, clearArray: true);
    }

    private void WriteFields(scoped Span<KeyValuePair<string, object?>> fields)
    {
        if (options.SortKeys)
        {
            fields.Sort(default(CodePointOrder));
        }

        Open('{');
        foreach (var (key, value) in fields)
        {
            _text.Key(key);
            Write(value);
        }

        _text.Close((byte)'}');
    }

    private void WriteTensor<T>(Tensor<T> tensor, string elementType)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        int[] lengths = [.. tensor.Lengths.ToArray().Select(length => (int)length)];
        if (!options.IsInvertible)
        {
            WriteElements<T>(values, lengths);
            return;
        }

        Open('{');
        _text.Key(Tag.Class);
        _text.Text(Tag.Array);
        _text.Key(Tag.Value);
        WriteElements<T>(values, lengths);
        if (Tags)
        {
            _text.Key(Tag.ElementType);
            _text.Text(elementType);
            _text.Key(Tag.Shape);
            WriteList(lengths);
        }

        _text.Close((byte)'}');
    }

    private void WriteElements<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
        {
            WriteItem(values[0]);
            return;
        }

        Open('[');
        int size = lengths[0] == 0 ? 0 : values.Length / lengths[0];
        for (int i = 0; i < lengths[0]; i++)
        {
            _text.Next();
            WriteElements(values.Slice(i * size, size), lengths[1..]);
        }

        _text.Close((byte)']');
    }

    /// <summary>Writes numbers without boxing them.</summary>
    private void WriteItem<T>(T value)
    {
        if (typeof(T) == typeof(float))
        {
            WriteNumber((float)(object)value!);
        }
        else if (typeof(T) == typeof(double))
        {
            WriteNumber((double)(object)value!);
        }
        else if (typeof(T) == typeof(long))
        {
            _text.Number((long)(object)value!);
        }
        else if (typeof(T) == typeof(int))
        {
            _text.Number((int)(object)value!);
        }
        else
        {
            Write(value);
        }
    }

    private void Open(char bracket)
    {
        if (_text.Depth >= options.MaxDepth)
        {
            throw new LitJsonException(
                $"Expected lists and maps nested at most {options.MaxDepth} deep, found more; "
                + "is a list part of itself?");
        }

        _text.Open((byte)bracket);
    }
}
