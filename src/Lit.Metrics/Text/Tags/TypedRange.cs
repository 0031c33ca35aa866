namespace Lit.Metrics.Text.Tags;

/// <summary>A span with the number of its type.</summary>
internal readonly record struct TypedRange(int Start, int End, int Type);
