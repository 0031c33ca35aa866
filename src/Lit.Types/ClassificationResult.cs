namespace Lit.Types;

/// <summary>A predicted class beside the true one.</summary>
/// <param name="Scores">The probability of each class, in the order of the vocabulary.</param>
/// <param name="PredictedClass">The class that won.</param>
/// <param name="Correct">Whether it is the true one; null if the truth is not known.</param>
public sealed record ClassificationResult(ValueList<double> Scores, string PredictedClass, bool? Correct);
