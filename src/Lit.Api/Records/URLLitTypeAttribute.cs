namespace Lit.Api;

/// <summary>An address.</summary>
/// <remarks>The field is a <see cref="Lit.Types.URLLitType"/>; the property is a <see cref="string"/>.</remarks>
public sealed class URLLitTypeAttribute : LitFieldAttribute;
