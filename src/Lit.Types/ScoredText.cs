namespace Lit.Types;

/// <summary>A text with its score: a candidate, a reference, a token or a label with its weight.</summary>
/// <param name="Text">The text.</param>
/// <param name="Score">The score; its meaning is the producer's. Null when there is none.</param>
public readonly record struct ScoredText(string Text, double? Score = null);
