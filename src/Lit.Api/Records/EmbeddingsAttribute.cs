namespace Lit.Api;

/// <summary>A vector.</summary>
/// <remarks>The field is a <see cref="Lit.Types.Embeddings"/>; the property is a <see cref="float"/> array or a tensor of <see cref="float"/>.</remarks>
public sealed class EmbeddingsAttribute : LitFieldAttribute;
