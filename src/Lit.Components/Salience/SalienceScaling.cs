using System.Numerics.Tensors;

namespace Lit.Components.Salience;

/// <summary>Scales scores so that the sum of their absolute values is 1.</summary>
internal static class SalienceScaling
{
    /// <summary>What is lost in sums of single-precision gradients, as a part of Σ|score|.</summary>
    public const double Rounding = 2e-6;

    /// <summary>2⁻²³, which LIT adds to every score so that it never divides by zero.</summary>
    private const double LitEpsilon = 1.1920928955078125e-7;

    /// <summary>Divides by Σ|s|. Scores that are all zero stay zero: there is nothing to divide by.</summary>
    public static void Normalize(Span<double> scores)
    {
        double sum = TensorPrimitives.SumOfMagnitudes<double>(scores);
        if (sum > 0)
        {
            TensorPrimitives.Divide(scores, sum, scores);
        }
    }

    /// <summary>As LIT does it: ε is added first, so that n scores of zero become 1/n each.</summary>
    public static void NormalizeLikeLit(Span<double> scores)
    {
        TensorPrimitives.Add(scores, LitEpsilon, scores);
        Normalize(scores);
    }
}
