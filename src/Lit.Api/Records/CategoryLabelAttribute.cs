namespace Lit.Api;

/// <summary>A class.</summary>
/// <remarks>The field is a <see cref="Lit.Types.CategoryLabel"/>; the property is a <see cref="string"/> or an enum.</remarks>
public sealed class CategoryLabelAttribute : LitFieldAttribute
{
    /// <summary>A class of a vocabulary.</summary>
    /// <param name="vocabulary">The labels allowed; none allows any, or for an enum its members.</param>
    public CategoryLabelAttribute(params string[] vocabulary) => Vocabulary = vocabulary;

    /// <summary>The labels allowed; none allows any, or for an enum its members.</summary>
    public IReadOnlyList<string> Vocabulary { get; }
}
