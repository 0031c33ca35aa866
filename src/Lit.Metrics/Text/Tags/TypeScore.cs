using Lit.Metrics.Counts;

namespace Lit.Metrics.Text.Tags;

/// <summary>How well spans of one type were found.</summary>
/// <param name="Type">The type.</param>
/// <param name="Score">Its precision, recall, F1 and number of true spans.</param>
public readonly record struct TypeScore(string Type, PrecisionRecall Score);
