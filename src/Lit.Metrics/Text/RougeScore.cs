using System.Globalization;

namespace Lit.Metrics.Text;

/// <summary>
/// How much of a text is in its reference, how much of the reference is in the text, and both in one number.
/// </summary>
/// <param name="Precision">The share of the text that is in the reference, in [0, 1].</param>
/// <param name="Recall">The share of the reference that is in the text, in [0, 1].</param>
/// <param name="F">Their harmonic mean; 0 when both are 0.</param>
public readonly record struct RougeScore(double Precision, double Recall, double F)
{
    /// <summary>The three numbers.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"F {F:F4}, precision {Precision:F4}, recall {Recall:F4}");

    internal static RougeScore Of(int shared, int hypothesis, int reference)
    {
        if (shared == 0)
        {
            return default;
        }

        double precision = (double)shared / hypothesis, recall = (double)shared / reference;
        return new(precision, recall, 2 * precision * recall / (precision + recall));
    }
}
