using System.Globalization;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>A BLEU score and what it is made of.</summary>
/// <param name="Value">From 0 to 100; a perfect corpus may be above 100 by rounding.</param>
/// <param name="Matches">For each order, how many n-grams of the hypotheses are in their references.</param>
/// <param name="Totals">For each order, how many n-grams the hypotheses have.</param>
/// <param name="Precisions">For each order, matches among totals in percent, smoothed.</param>
/// <param name="BrevityPenalty">What the score is multiplied by because hypotheses are short, in [0, 1].</param>
/// <param name="HypothesisLength">Words of all hypotheses.</param>
/// <param name="ReferenceLength">Words of the reference of each hypothesis that is nearest to it in length.</param>
public sealed record BleuScore(
    double Value,
    ValueList<long> Matches,
    ValueList<long> Totals,
    ValueList<double> Precisions,
    double BrevityPenalty,
    long HypothesisLength,
    long ReferenceLength)
{
    /// <summary>
    /// The score and its parts: <c>BLEU 38.17 = 85.3/56.5/36.5/25.4, brevity penalty 0.830, 150 words for 178</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"BLEU {Value:F2} = {string.Join('/', Precisions.Select(p => p.ToString("F1", CultureInfo.InvariantCulture)))}, "
        + $"brevity penalty {BrevityPenalty:F3}, {HypothesisLength} words for {ReferenceLength}");
}
