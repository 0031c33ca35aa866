using System.Globalization;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>Reads and writes the parts of a <see cref="MetricState"/>; numbers keep every bit, those not finite are text.</summary>
public static class StateJson
{
    /// <summary>Writes a property that is an array of numbers.</summary>
    public static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray(name);
        foreach (double number in numbers)
        {
            if (double.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a property that is an array of counts.</summary>
    public static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<long> counts)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray(name);
        foreach (long count in counts)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads an array of numbers.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The property.</param>
    /// <param name="length">How many there have to be; null: any number.</param>
    /// <exception cref="LitException">The property is missing, or not such an array.</exception>
    public static double[] Numbers(JsonElement json, string name, int? length = null)
        => Array(json, name, length, element => element.ValueKind switch
        {
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.String when double.TryParse(
                element.GetString(), CultureInfo.InvariantCulture, out double number) => number,
            _ => throw Wrong(name, "numbers", element.ValueKind.ToString()),
        });

    /// <summary>Reads an array of counts, each at least 0.</summary>
    /// <inheritdoc cref="Numbers"/>
    public static long[] Counts(JsonElement json, string name, int? length = null)
        => Array(json, name, length, element => element.TryGetInt64(out long count) && count >= 0
            ? count
            : throw Wrong(name, "counts of at least 0", element.GetRawText()));

    /// <summary>Reads one count, at least 0.</summary>
    /// <inheritdoc cref="Numbers"/>
    public static long Count(JsonElement json, string name)
        => Property(json, name) is { ValueKind: JsonValueKind.Number } element
            && element.TryGetInt64(out long count) && count >= 0
            ? count
            : throw Wrong(name, "a count of at least 0", Property(json, name).GetRawText());

    /// <summary>Reads a property.</summary>
    /// <inheritdoc cref="Numbers"/>
    public static JsonElement Property(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement element)
            ? element
            : throw Wrong(name, "a property of the state", "none");

    /// <summary>Says what in a state is not as expected.</summary>
    public static LitException Wrong(string name, string expected, string found)
        => new($"Metric state, '{name}': expected {expected}, found {found}. Read it with the metric that wrote it.");

    internal static ulong[] Keys(JsonElement json, string name)
        => Array(json, name, null, element => element.TryGetUInt64(out ulong key)
            ? key
            : throw Wrong(name, "keys", element.GetRawText()));

    private static T[] Array<T>(JsonElement json, string name, int? length, Func<JsonElement, T> read)
    {
        JsonElement array = Property(json, name);
        if (array.ValueKind != JsonValueKind.Array || (length is { } wanted && array.GetArrayLength() != wanted))
        {
            throw Wrong(
                name,
                length is null ? "an array" : $"an array of {length}",
                array.ValueKind == JsonValueKind.Array ? $"{array.GetArrayLength()}" : array.ValueKind.ToString());
        }

        return [.. array.EnumerateArray().Select(read)];
    }
}
