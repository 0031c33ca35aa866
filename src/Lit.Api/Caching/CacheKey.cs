using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Api;

/// <summary>The SHA-256 sum of a model's identity and an example's content.</summary>
internal readonly record struct CacheKey(UInt128 Low, UInt128 High)
{
    private static readonly LitJsonOptions Content = LitJsonOptions.Invertible with { SortKeys = true };

    /// <summary>The key of an example; null if there is none, and so no caching.</summary>
    public static CacheKey? Of(Example example, Model model, CacheKeyFields fields)
    {
        var text = new ArrayBufferWriter<byte>(256);
        text.Write(Encoding.UTF8.GetBytes(model.Identity));
        text.Write("\n"u8);
        if (fields == CacheKeyFields.GivenId)
        {
            if (!example.HasGivenId)
            {
                return null;
            }

            text.Write(Encoding.UTF8.GetBytes(example.Id));
        }
        else
        {
            IReadOnlyDictionary<string, object?> content = fields == CacheKeyFields.All
                ? example
                : new ValueMap<object?>(example.Where(field => model.InputSpec.ContainsKey(field.Key)));
            try
            {
                LitJson.Write(content, Content, text);
            }
            catch (LitJsonException)
            {
                return null;
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.WrittenSpan, hash);
        return new CacheKey(
            BinaryPrimitives.ReadUInt128LittleEndian(hash),
            BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }
}
