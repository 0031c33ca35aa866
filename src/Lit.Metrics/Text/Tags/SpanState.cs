using System.Text.Json;
using Lit.Api.Metrics;

namespace Lit.Metrics.Text.Tags;

/// <summary>Counts of tags, and of spans by type, with a sample of what single sequences added.</summary>
/// <remarks>
/// Right tags and tags come first, then of each type, in the order in which types came, right, predicted and true
/// spans.
/// </remarks>
internal sealed partial class SpanState(SpanMetrics metric) : MetricState
{
    private const int TagColumns = 2;
    private const int TypeColumns = 3;

    private readonly SpanCounter _counter = new(metric.Scheme);
    private readonly List<string> _types = [];
    private readonly List<int> _places = [];
    private SampledRows _sample = new(TagColumns + TypeColumns);
    private double[] _sums = new double[TagColumns + TypeColumns];
    private double[] _row = new double[TagColumns + TypeColumns];
    private long _missing;

    public override long Count => _sample.Seen;

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (int row in rows)
        {
            if (_counter.TryCount(metric, batch, row))
            {
                AddCounted();
            }
            else
            {
                _missing++;
            }
        }
    }

    /// <summary>Takes in a sequence.</summary>
    /// <exception cref="FormatException">There is not one predicted tag for each, or a tag is not of the scheme.</exception>
    public void Add(IReadOnlyList<string> labels, IReadOnlyList<string> predictions)
    {
        _counter.Count(labels, predictions);
        AddCounted();
    }

    private void AddCounted()
    {
        ReadOnlySpan<TypeCounts> types = _counter.Types;
        while (_places.Count < types.Length)
        {
            _places.Add(-1);
        }

        Array.Clear(_row);
        for (int type = 0; type < types.Length; type++)
        {
            if (types[type] != default)
            {
                int place = _places[type] >= 0 ? _places[type] : _places[type] = PlaceOf(_counter.TypeName(type));
                (_row[place], _row[place + 1], _row[place + 2]) = (types[type].Right, types[type].Predicted, types[type].True);
            }
        }

        (_row[0], _row[1]) = (_counter.RightTags, _counter.Tokens);
        _sample.Add(_row);
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += _row[i];
        }
    }

    public override void Merge(MetricState other)
    {
        SpanState same = Same<SpanState>(other);
        int[] places = [.. Enumerable.Repeat(-1, same._sums.Length)];
        (places[0], places[1]) = (0, 1);
        for (int type = 0; type < same._types.Count; type++)
        {
            int place = PlaceOf(same._types[type]);
            for (int i = 0; i < TypeColumns; i++)
            {
                places[TagColumns + (TypeColumns * type) + i] = place + i;
            }
        }

        _sample.Merge(same._sample.Rearranged(_sums.Length, places));
        _missing += same._missing;
        for (int column = 0; column < places.Length; column++)
        {
            if (places[column] >= 0)
            {
                _sums[places[column]] += same._sums[column];
            }
        }
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("missing", _missing);
        writer.WriteStartArray("types");
        foreach (string type in _types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        StateJson.Write(writer, "sums", _sums);
        writer.WritePropertyName("sample");
        _sample.Write(writer);
        writer.WriteEndObject();
    }

    public static SpanState Read(SpanMetrics metric, JsonElement json)
    {
        var state = new SpanState(metric) { _missing = StateJson.Count(json, "missing") };
        JsonElement types = StateJson.Property(json, "types");
        if (types.ValueKind != JsonValueKind.Array || types.EnumerateArray().Any(type => type.ValueKind != JsonValueKind.String))
        {
            throw StateJson.Wrong("types", "an array of names", types.ValueKind.ToString());
        }

        foreach (JsonElement type in types.EnumerateArray())
        {
            state.PlaceOf(type.GetString()!);
        }

        StateJson.Numbers(json, "sums", state._sums.Length).CopyTo(state._sums, 0);
        state._sample.Merge(SampledRows.Read(state._sums.Length, StateJson.Property(json, "sample")));
        return state;
    }

    /// <summary>The first column of a type, which may be new.</summary>
    private int PlaceOf(string type)
    {
        int index = _types.IndexOf(type);
        if (index < 0)
        {
            index = _types.Count;
            _types.Add(type);
        }

        int end = TagColumns + (TypeColumns * _types.Count);
        if (end > _sums.Length)
        {
            int width = TagColumns + (2 * TypeColumns * _types.Count);
            _sample = _sample.Rearranged(width, [.. Enumerable.Range(0, _sums.Length)]);
            Array.Resize(ref _sums, width);
            Array.Resize(ref _row, width);
        }

        return TagColumns + (TypeColumns * index);
    }
}
