namespace Lit.Api;

/// <summary>A text that people read and that generators may edit.</summary>
/// <remarks>The field is a <see cref="Lit.Types.TextSegment"/>; the property is a <see cref="string"/>.</remarks>
public sealed class TextSegmentAttribute : LitFieldAttribute;
