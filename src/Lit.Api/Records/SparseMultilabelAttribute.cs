namespace Lit.Api;

/// <summary>Any number of classes.</summary>
/// <remarks>
/// The field is a <see cref="Lit.Types.SparseMultilabel"/>; the property is a list or an array of <see cref="string"/>.
/// </remarks>
public sealed class SparseMultilabelAttribute : LitFieldAttribute
{
    /// <summary>Classes of a vocabulary.</summary>
    /// <param name="vocabulary">The labels allowed; none allows any.</param>
    public SparseMultilabelAttribute(params string[] vocabulary) => Vocabulary = vocabulary;

    /// <summary>The labels allowed; none allows any.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>What stands between labels where they are written as one text.</summary>
    /// <value>A comma by default.</value>
    public string Separator { get; set; } = ",";
}
