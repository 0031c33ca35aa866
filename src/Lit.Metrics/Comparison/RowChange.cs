namespace Lit.Metrics.Comparison;

/// <summary>An example that two models answer differently.</summary>
/// <param name="Row">Its position in the dataset.</param>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its label; null when it has none.</param>
/// <param name="Before">What was predicted before.</param>
/// <param name="After">What was predicted after.</param>
/// <param name="Effect">Whether the change is for the better.</param>
public sealed record RowChange(int Row, string? Id, string? Label, string? Before, string? After, ChangeEffect Effect);

/// <summary>Whether a change is for the better.</summary>
public enum ChangeEffect
{
    /// <summary>Neither, or it cannot be told of one example.</summary>
    Neither,

    /// <summary>Right, or closer, where it was not before.</summary>
    Better,

    /// <summary>Wrong, or further off, where it was not before.</summary>
    Worse,
}
