namespace Lit.Types;

/// <summary>What must agree for a field to be readable where another type is wanted.</summary>
public enum CompatibilityRule
{
    /// <summary>
    /// LIT's rule: the type is the wanted one or derives from it, and all attributes but <c>Required</c> are equal.
    /// </summary>
    /// <remarks>A type that adds an attribute to the one it derives from never fits.</remarks>
    Exact,

    /// <summary>
    /// The type is the wanted one or derives from it, and so is the vocabulary where the reader has one.
    /// </summary>
    Semantic,
}
