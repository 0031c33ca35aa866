namespace Lit.Metrics.Text;

/// <summary>
/// How well the tokens of a text match those of its reference by their vectors, and the other way round.
/// </summary>
/// <param name="Precision">
/// Mean over tokens of the text of the cosine with the nearest token of the reference, in [-1, 1].
/// </param>
/// <param name="Recall">
/// Mean over tokens of the reference of the cosine with the nearest token of the text, in [-1, 1].
/// </param>
public readonly record struct EmbeddingMatchScore(double Precision, double Recall)
{
    /// <summary>Harmonic mean of the two; 0 when they cancel out.</summary>
    public double F { get; private init; } = Harmonic(Precision, Recall);

    /// <summary>
    /// The scores stretched so that a baseline is 0 and 1 stays 1; F on its own, as published figures are.
    /// </summary>
    /// <param name="baseline">What texts score that have nothing to do with each other, less than 1.</param>
    public EmbeddingMatchScore Rescale(double baseline)
    {
        if (!(baseline < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(baseline), baseline, "Expected a baseline of less than 1.");
        }

        return new(Stretch(Precision, baseline), Stretch(Recall, baseline)) { F = Stretch(F, baseline) };
    }

    private static double Harmonic(double precision, double recall)
        => precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);

    private static double Stretch(double value, double baseline) => (value - baseline) / (1 - baseline);
}
