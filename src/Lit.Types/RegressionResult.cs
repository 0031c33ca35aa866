namespace Lit.Types;

/// <summary>A predicted number beside the true one.</summary>
/// <param name="Score">The predicted number.</param>
/// <param name="Error">Predicted minus true; null if the truth is not known.</param>
/// <param name="SquaredError">The square of <paramref name="Error"/>; null if the truth is not known.</param>
public sealed record RegressionResult(double Score, double? Error, double? SquaredError);
