using Lit.Types;

namespace Lit.Metrics.Margins;

/// <summary>A margin, and the examples it is for.</summary>
/// <param name="Margin">
/// Added to the log-probability of the null class before the most probable class is taken; positive: the null class is
/// likelier. With two classes, a probability of <c>1 / (1 + e^-margin)</c> of the other class is where they part.
/// </param>
/// <param name="Conditions">All of them must hold; none: every example.</param>
public sealed record MarginRule(double Margin, ValueList<MarginCondition> Conditions)
{
    /// <summary>A margin for every example.</summary>
    public MarginRule(double margin)
        : this(margin, [])
    {
    }
}
