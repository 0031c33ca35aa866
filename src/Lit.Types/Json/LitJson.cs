using System.Buffers;
using System.Text;

namespace Lit.Types.Json;

/// <summary>Values as JSON in LIT's two encodings, and back.</summary>
/// <remarks>
/// What can be written: null, bools, numbers, text, lists, maps with text as keys, <see cref="ScoredText"/>, tensors,
/// types, specs and the value records. What is read: a list is a <see cref="ValueList{T}"/>, a map a
/// <see cref="ValueMap{T}"/>, a number without point and exponent a <see cref="long"/> (or a
/// <see cref="System.Numerics.BigInteger"/>), any other a
/// <see cref="double"/>; tagged maps become what they stand for. <see cref="LitType.Normalize"/> makes a field's own
/// type of it.
/// </remarks>
public static class LitJson
{
    /// <summary>How deep lists and maps may be nested in what is read.</summary>
    public const int MaxDepth = 128;

    /// <summary>A value as JSON, in the simple encoding.</summary>
    public static string Write(object? value) => Write(value, LitJsonOptions.Simple);

    /// <summary>A value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="options">The encoding.</param>
    /// <exception cref="LitJsonException">A part of the value has no JSON form.</exception>
    public static string Write(object? value, LitJsonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var writer = new LitJsonWriter(options);
        try
        {
            writer.Write(value);
            return Encoding.ASCII.GetString(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Writes a value as JSON; the text is ASCII.</summary>
    /// <param name="value">The value.</param>
    /// <param name="options">The encoding.</param>
    /// <param name="destination">Where to write to.</param>
    /// <exception cref="LitJsonException">A part of the value has no JSON form; nothing has been written.</exception>
    public static void Write(object? value, LitJsonOptions options, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(destination);
        var writer = new LitJsonWriter(options);
        try
        {
            writer.Write(value);
            destination.Write(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads JSON in either encoding.</summary>
    /// <param name="json">The text; null for none.</param>
    /// <returns>The value; null for no text.</returns>
    /// <exception cref="LitJsonException">The text is no JSON, or a tagged map is not what its tag says.</exception>
    public static object? Read(string? json)
        => string.IsNullOrEmpty(json) ? null : new JsonParser(ToUtf8(json), MaxDepth).ParseAll();

    /// <summary>Reads JSON in either encoding.</summary>
    /// <param name="json">UTF-8, or UTF-16 or UTF-32 that is recognized by its first bytes.</param>
    /// <returns>The value; null for no bytes.</returns>
    /// <exception cref="LitJsonException">The text is no JSON, or a tagged map is not what its tag says.</exception>
    public static object? Read(ReadOnlySpan<byte> json)
        => json.IsEmpty ? null : new JsonParser(JsonEncodings.ToUtf8(json), MaxDepth).ParseAll();

    /// <summary>Reads a type.</summary>
    /// <param name="json">A map with the type's name and attributes.</param>
    /// <exception cref="LitJsonException">The text is something else.</exception>
    public static LitType ReadType(string json)
        => Read(json) is var value && value is LitType type
            ? type
            : throw WireValue.Unexpected("a type with its name as __name__", value);

    /// <summary>Reads a spec.</summary>
    /// <param name="json">A map from field names to types.</param>
    /// <exception cref="LitJsonException">The text is something else.</exception>
    public static Spec ReadSpec(string json) => ToSpec(Read(json));

    /// <summary>Reads a spec.</summary>
    /// <param name="json">A map from field names to types.</param>
    /// <exception cref="LitJsonException">The text is something else.</exception>
    public static Spec ReadSpec(ReadOnlySpan<byte> json) => ToSpec(Read(json));

    private static Spec ToSpec(object? value)
        => value is ValueMap<object?> map
            ? [.. map.Select(field => KeyValuePair.Create(
                field.Key,
                field.Value as LitType ?? throw new LitJsonException(
                    $"Expected a type for the field {field.Key}, found {WireValue.Describe(field.Value)}.")))]
            : throw WireValue.Unexpected("a spec as a map from field names to types", value);

    private static byte[] ToUtf8(string json)
    {
        try
        {
            return JsonEncodings.Strict.GetBytes(json);
        }
        catch (EncoderFallbackException exception)
        {
            throw new LitJsonException(
                $"Expected whole characters, found half a surrogate pair at position {exception.Index}; escape it.",
                exception);
        }
    }
}
