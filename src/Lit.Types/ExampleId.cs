using System.Security.Cryptography;
using Lit.Types.Json;

namespace Lit.Types;

/// <summary>Ids of examples that depend on their content alone, equal to LIT's.</summary>
public static class ExampleId
{
    /// <summary>The field of a record that holds its id.</summary>
    public const string IdField = "_id";

    /// <summary>The field of a record that holds its provenance.</summary>
    public const string MetaField = "_meta";

    private static readonly LitJsonOptions Text = new() { LitCompatible = true, SortKeys = true };

    /// <summary>The MD5 sum of a record's text with sorted keys, as 32 lower-case hexadecimal digits.</summary>
    /// <remarks>
    /// <see cref="IdField"/> and <see cref="MetaField"/> of the record itself do not count. A whole number and a float
    /// of the same size give different ids; a 32-bit float counts as the 64-bit float of its value. The id is a name,
    /// not a proof: MD5 keeps nobody from making two records with one id.
    /// </remarks>
    /// <param name="record">Field names and values.</param>
    /// <exception cref="LitJsonException">A value has no JSON form.</exception>
    public static string Of(IReadOnlyDictionary<string, object?> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        var writer = new LitJsonWriter(Text);
        try
        {
            writer.WriteForId(record);
#pragma warning disable CA5351 // LIT's ids are MD5 sums; they name content and protect nothing
            MD5.HashData(writer.Written, hash);
#pragma warning restore CA5351
        }
        finally
        {
            writer.Dispose();
        }

        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The id of a record whose numbers count as what their fields say, however they were written.</summary>
    /// <remarks>
    /// A browser sends 1 for 1.0, which gives another id than LIT's. Here a <see cref="Scalar"/> counts as a float and
    /// an <see cref="Integer"/> as a whole number; the id is LIT's where the record is written that way.
    /// </remarks>
    /// <param name="record">Field names and values.</param>
    /// <param name="spec">The fields; those that it does not name count as they are.</param>
    /// <exception cref="LitJsonException">A value has no JSON form.</exception>
    public static string OfTyped(IReadOnlyDictionary<string, object?> record, Spec spec)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(spec);
        return Of(new ValueMap<object?>(record.Select(field => KeyValuePair.Create(
            field.Key,
            spec.TryGetValue(field.Key, out var type) && type is Scalar ? type.Normalize(field.Value) : field.Value))));
    }
}
