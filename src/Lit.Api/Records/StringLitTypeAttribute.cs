namespace Lit.Api;

/// <summary>A text that automated edits must leave alone, such as a key.</summary>
/// <remarks>The field is a <see cref="Lit.Types.StringLitType"/>; the property is a <see cref="string"/>.</remarks>
public sealed class StringLitTypeAttribute : LitFieldAttribute;
