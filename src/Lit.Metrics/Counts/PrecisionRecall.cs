namespace Lit.Metrics.Counts;

/// <summary>How well one class, or several together, were found.</summary>
/// <param name="Precision">Of what was predicted, the share that is right; in [0, 1].</param>
/// <param name="Recall">Of what is true, the share that was found; in [0, 1].</param>
/// <param name="F">Weighted harmonic mean of the two, (1 + β²)PR / (β²P + R); in [0, 1].</param>
/// <param name="Support">How many examples, or how much weight, is truly of the class.</param>
public readonly record struct PrecisionRecall(double Precision, double Recall, double F, double Support)
{
    /// <summary>The scores of a class from its counts; <paramref name="undefined"/> stands for 0/0.</summary>
    internal static PrecisionRecall Of(double right, double predicted, double truth, double beta, double undefined)
    {
        double square = beta * beta;
        return new(
            Divide(right, predicted, undefined),
            Divide(right, truth, undefined),
            Divide((1 + square) * right, (square * truth) + predicted, undefined),
            truth);
    }

    internal static double Divide(double numerator, double denominator, double undefined)
        => denominator == 0 ? undefined : numerator / denominator;
}
