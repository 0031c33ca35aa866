namespace Lit.Api;

/// <summary>An image as a data URL.</summary>
/// <remarks>The field is a <see cref="Lit.Types.ImageBytes"/>; the property is a <see cref="string"/>.</remarks>
public sealed class ImageBytesAttribute : LitFieldAttribute;
