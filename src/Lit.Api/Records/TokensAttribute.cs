namespace Lit.Api;

/// <summary>A text that is split into tokens.</summary>
/// <remarks>The field is a <see cref="Lit.Types.Tokens"/>; the property is a list or an array of <see cref="string"/>.</remarks>
public sealed class TokensAttribute : LitFieldAttribute
{
    /// <summary>The field of the text that was split; null if there is none.</summary>
    public string? Parent { get; set; }
}
