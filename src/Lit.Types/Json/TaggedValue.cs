namespace Lit.Types.Json;

/// <summary>Turns maps with a tag into what they stand for.</summary>
internal static class TaggedValue
{
    /// <summary>
    /// Reads a map that has the key <c>__class__</c> or <c>__name__</c>; its values have been read before.
    /// </summary>
    public static object? Read(OrderedDictionary<string, object?> map)
    {
        map.Remove(Tag.Class, out object? kind);
        return kind switch
        {
            Tag.Array => TensorReading.FromTag(
                Content(map, Tag.Array),
                map.GetValueOrDefault(Tag.ElementType),
                map.GetValueOrDefault(Tag.Shape)),
            Tag.Tuple => WireValue.List(Content(map, Tag.Tuple)),
            Tag.Record => RecordTable.Read(new(map)),
            Tag.Float when map.ContainsKey(Tag.Value) => NotFinite(map[Tag.Value]),
            Tag.Map when map.ContainsKey(Tag.Value) => Escaped(map[Tag.Value]),
            _ => map.ContainsKey(Tag.Name) ? TypeTable.Read(map) : new ValueMap<object?>(map),
        };
    }

    private static object? Content(OrderedDictionary<string, object?> map, string kind)
        => map.TryGetValue(Tag.Value, out object? value)
            ? value
            : throw new LitJsonException($"Expected a map of class {kind} with the key {Tag.Value}, found none.");

    private static double NotFinite(object? name) => name switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw WireValue.Unexpected("'NaN', 'Infinity' or '-Infinity'", name),
    };

    private static ValueMap<object?> Escaped(object? pairs)
        => new(WireValue.List(pairs).Select(pair => pair is ValueList<object?> { Count: 2 } entry
            ? KeyValuePair.Create(WireValue.Text(entry[0]), entry[1])
            : throw WireValue.Unexpected("a key with its value", pair)));
}
