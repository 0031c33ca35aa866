namespace Lit.Api;

/// <summary>A truth value.</summary>
/// <remarks>The field is a <see cref="Lit.Types.BooleanLitType"/>; the property is a <see cref="bool"/>.</remarks>
public sealed class BooleanLitTypeAttribute : LitFieldAttribute;
