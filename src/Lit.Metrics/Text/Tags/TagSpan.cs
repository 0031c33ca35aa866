namespace Lit.Metrics.Text.Tags;

/// <summary>A run of tokens of one type, such as the name of a person.</summary>
/// <param name="Type">The type; <c>_</c> for tags that name none.</param>
/// <param name="Start">The first token.</param>
/// <param name="End">The token after the last.</param>
public readonly record struct TagSpan(string Type, int Start, int End);
