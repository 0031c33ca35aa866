namespace Lit.Types.Json;

/// <summary>How values are written as JSON.</summary>
public sealed record LitJsonOptions
{
    /// <summary>For browsers: arrays are plain lists, numbers that are not finite are null.</summary>
    public static LitJsonOptions Simple { get; } = new();

    /// <summary>For files and other programs: reading gives back the values with their kinds.</summary>
    public static LitJsonOptions Invertible { get; } = new() { IsInvertible = true };

    /// <summary>Whether arrays, pairs and numbers that are not finite get a tag that tells their kind.</summary>
    public bool IsInvertible { get; init; }

    /// <summary>Whether the text is the one that LIT itself writes.</summary>
    /// <remarks>
    /// LIT writes NaN and infinities bare, which is no valid JSON; it never tags pairs, gives arrays no element type
    /// and shape, and does not escape the keys <c>__class__</c> and <c>__name__</c> of a user's maps. Ids of examples
    /// are always made from this text.
    /// </remarks>
    public bool LitCompatible { get; init; }

    /// <summary>Whether the keys of every map are sorted by code point.</summary>
    public bool SortKeys { get; init; }

    /// <summary>Whether every item stands on a line of its own, indented by two blanks a level.</summary>
    public bool Indented { get; init; }

    /// <summary>How deep lists and maps may be nested.</summary>
    /// <value>128 by default.</value>
    public int MaxDepth { get; init; } = 128;
}
