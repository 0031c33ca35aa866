namespace Lit.Metrics.Counts;

/// <summary>How scores of several classes become one.</summary>
public enum Averaging
{
    /// <summary>From the counts of all classes added up: every example weighs the same.</summary>
    Micro,

    /// <summary>Mean over classes: every class weighs the same. Classes where the score is not defined are left out.</summary>
    Macro,

    /// <summary>Mean over classes by their support. Classes where the score is not defined are left out.</summary>
    Weighted,
}
