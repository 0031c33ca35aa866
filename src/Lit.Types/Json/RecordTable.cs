using System.Numerics.Tensors;

namespace Lit.Types.Json;

/// <summary>The wire form of the value records.</summary>
internal static class RecordTable
{
    /// <summary>A record's parts in order, then what tells its class; null if the value is no such record.</summary>
    public static KeyValuePair<string, object?>[]? Describe(object value) => value switch
    {
        SpanLabel r => Fields(
            "SpanLabel", ("start", r.Start), ("end", r.End), ("label", r.Label), ("align", r.Align)),
        EdgeLabel r => Fields("EdgeLabel", ("span1", r.Span1), ("span2", r.Span2), ("label", r.Label)),
        AnnotationCluster r => Fields("AnnotationCluster", ("label", r.Label), ("spans", r.Spans), ("score", r.Score)),
        TokenSalienceMap r => Fields("TokenSalience", ("tokens", r.Tokens), ("salience", Array(r.Salience))),
        FeatureSalienceMap r => Fields("FeatureSalience", ("salience", r.Salience)),
        FrameSalienceMap r => Fields("FrameSalience", ("salience", r.Salience)),
        SequenceSalienceMap r => Fields(
            "SequenceSalienceMap", ("tokens_in", r.TokensIn), ("tokens_out", r.TokensOut), ("salience", r.Salience)),
        RegressionResult r => Fields(
            "RegressionResult", ("score", r.Score), ("error", r.Error), ("squared_error", r.SquaredError)),
        ClassificationResult r => Fields(
            "ClassificationResult",
            ("scores", r.Scores),
            ("predicted_class", r.PredictedClass),
            ("correct", r.Correct)),
        _ => null,
    };

    /// <summary>Makes a record of its wire form without <c>__class__</c>.</summary>
    public static object Read(ValueMap<object?> map)
    {
        if (!map.TryGetValue(Tag.Name, out object? name))
        {
            throw new LitJsonException("Expected a value record with the key __name__, found none.");
        }

        var parts = new Parts(map, name as string ?? "");
        object record = Make(name, parts);
        parts.ThrowIfMore();
        return record;
    }

    private static object Make(object? name, Parts parts)
    {
        try
        {
            return Known(name, parts);
        }
        catch (ArgumentException exception)
        {
            throw new LitJsonException($"{name}: {exception.Message}", exception);
        }
    }

    private static object Known(object? name, Parts parts) => name switch
    {
        "SpanLabel" => new SpanLabel(
            parts.Take("start", WireValue.Whole),
            parts.Take("end", WireValue.Whole),
            parts.TakeOrNull("label", WireValue.OptionalText),
            parts.TakeOrNull("align", WireValue.OptionalText)),
        "EdgeLabel" => new EdgeLabel(
            parts.Take("span1", Span),
            parts.Take("span2", value => value is null ? (SpanRange?)null : Span(value)),
            parts.Take("label", EdgeName)),
        "AnnotationCluster" => new AnnotationCluster(
            parts.Take("label", WireValue.Text),
            parts.Take("spans", Spans),
            parts.TakeOrNull("score", WireValue.OptionalNumber)),
        "TokenSalience" => new TokenSalienceMap(
            parts.Take("tokens", WireValue.Texts),
            parts.Take("salience", WireValue.Numbers)),
        "FeatureSalience" => new FeatureSalienceMap(
            parts.Take("salience", value => Map(value, WireValue.Number))),
        "FrameSalience" => new FrameSalienceMap(parts.Take("salience", value => Map(value, Frame))),
        "SequenceSalienceMap" => new SequenceSalienceMap(
            parts.Take("tokens_in", WireValue.Texts),
            parts.Take("tokens_out", WireValue.Texts),
            parts.Take("salience", Matrix)),
        "RegressionResult" => new RegressionResult(
            parts.Take("score", WireValue.Number),
            parts.Take("error", WireValue.OptionalNumber),
            parts.Take("squared_error", WireValue.OptionalNumber)),
        "ClassificationResult" => new ClassificationResult(
            parts.Take("scores", WireValue.Numbers),
            parts.Take("predicted_class", WireValue.Text),
            parts.Take("correct", WireValue.OptionalFlag)),
        _ => throw new LitJsonException($"Expected the name of a value record as __name__, found '{name}'."),
    };

    public static SalienceTarget Target(object? value)
    {
        var parts = new Parts(WireValue.Map(value), "SalienceTarget");
        var target = new SalienceTarget(
            parts.Take("field", WireValue.Text),
            parts.TakeOrNull("index", WireValue.OptionalWhole));
        parts.ThrowIfMore();
        return target;
    }

    private static KeyValuePair<string, object?>[] Fields(
        string name,
        params ReadOnlySpan<(string Key, object? Value)> parts)
    {
        var fields = new KeyValuePair<string, object?>[parts.Length + 2];
        for (int i = 0; i < parts.Length; i++)
        {
            fields[i] = new(parts[i].Key, parts[i].Value);
        }

        fields[^2] = new(Tag.Class, Tag.Record);
        fields[^1] = new(Tag.Name, name);
        return fields;
    }

    private static Tensor<double> Array(ValueList<double> values) => Tensor.Create(values.ToArray());

    private static SpanRange Span(object? value)
        => WireValue.List(value) is { Count: 2 } pair
            ? new(WireValue.Whole(pair[0]), WireValue.Whole(pair[1]))
            : throw WireValue.Unexpected("a span as a list of start and end", value);

    private static object EdgeName(object? value)
        => value is string or long or double ? value : throw WireValue.Unexpected("text or a number", value);

    private static ValueList<SpanLabel> Spans(object? value)
        => new(WireValue.List(value).Select(
            item => item as SpanLabel ?? throw WireValue.Unexpected("a SpanLabel", item)));

    private static ValueMap<T> Map<T>(object? value, Func<object?, T> read)
        => new(WireValue.Map(value).Select(pair => KeyValuePair.Create(pair.Key, read(pair.Value))));

    private static FrameWeight Frame(object? value)
        => WireValue.List(value) is { Count: 2 } pair
            ? new(WireValue.Number(pair[0]), WireValue.Texts(pair[1]))
            : throw WireValue.Unexpected("a frame as a list of weight and images", value);

    private static Tensor<double> Matrix(object? value)
        => TensorReading.ToTensor<double>(value) is { Rank: 2 } matrix
            ? matrix
            : throw WireValue.Unexpected("a matrix", value);

    /// <summary>Hands out the parts of a record and keeps account of those that nobody asked for.</summary>
    private sealed class Parts(IReadOnlyDictionary<string, object?> map, string name)
    {
        private int _taken = map.ContainsKey(Tag.Name) ? 1 : 0;

        public T Take<T>(string key, Func<object?, T> read)
            => map.ContainsKey(key)
                ? TakeOrNull(key, read)!
                : throw new LitJsonException($"Expected {name} with the key {key}, found none.");

        public T? TakeOrNull<T>(string key, Func<object?, T> read)
        {
            if (!map.TryGetValue(key, out object? value))
            {
                return default;
            }

            _taken++;
            try
            {
                return read(value);
            }
            catch (LitJsonException exception)
            {
                throw new LitJsonException($"{name}.{key}: {exception.Message}", exception);
            }
        }

        public void ThrowIfMore()
        {
            if (_taken != map.Count)
            {
                throw new LitJsonException(
                    $"Expected {name} with the keys of that record only, found {string.Join(", ", map.Keys)}.");
            }
        }
    }
}
