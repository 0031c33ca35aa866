using System.Text;

namespace Lit.Api.Generators;

/// <summary>Names of fields from names of properties.</summary>
internal static class FieldNaming
{
    /// <summary>"IsLong" becomes "is_long", "HTMLText" becomes "html_text", "Label3" stays "label3".</summary>
    public static string SnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
