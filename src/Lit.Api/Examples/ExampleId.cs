using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lit.Api;

/// <summary>Ids of examples that depend on their content alone.</summary>
internal static class ExampleId
{
    public const string IdField = "_id";
    public const string MetaField = "_meta";

    public static string Of(Example example)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in example.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(string.Create(CultureInfo.InvariantCulture, $"{value}")).Append('\n');
        }

#pragma warning disable CA5351 // a name, not a proof
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5351
    }
}
