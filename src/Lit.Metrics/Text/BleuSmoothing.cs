namespace Lit.Metrics.Text;

/// <summary>What stands for the precision of an order without a single match, whose logarithm would be −∞.</summary>
/// <remarks>
/// B. Chen, C. Cherry: A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU (2014).
/// </remarks>
public enum BleuSmoothing
{
    /// <summary>Nothing: the score is 0.</summary>
    None,

    /// <summary>A small number of matches, <see cref="BleuOptions.SmoothingValue"/>, 0.1 by default.</summary>
    Floor,

    /// <summary>A number added to matches and totals of every order above the first, 1 by default.</summary>
    AddK,

    /// <summary>½ of a match at the first such order, ¼ at the second, and so on.</summary>
    Exponential,
}
