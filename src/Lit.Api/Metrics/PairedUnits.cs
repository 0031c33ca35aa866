namespace Lit.Api.Metrics;

/// <summary>Two sets of predictions of the same examples, in the units of one <see cref="SufficientStatistic"/>.</summary>
/// <param name="Statistic">What the score needs to know. Of its own counts only the number is looked at: how many units there are.</param>
/// <param name="Score">The place of the score among those of the statistic.</param>
/// <param name="Before">The unit of each example by the first predictions; −1 for one left out.</param>
/// <param name="After">The unit of each example by the second predictions; −1 for one left out.</param>
public sealed record PairedUnits(
    SufficientStatistic Statistic, int Score, IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    /// <summary>The p-value of an exact test of the difference; null when there is none for the score.</summary>
    public double? ExactPValue { get; init; }

    /// <summary>The name of that test.</summary>
    public string? ExactTest { get; init; }
}
