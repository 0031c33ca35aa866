namespace Lit.Types;

/// <summary>A type whose field is made from, or judged by, a field of the input side.</summary>
public interface IHasParent
{
    /// <summary>
    /// The field of the dataset (or the model's input) with the reference value or the source; null if there is none.
    /// </summary>
    string? Parent { get; }
}
