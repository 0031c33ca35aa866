namespace Lit.Metrics.Significance;

/// <summary>What becomes of pairs without a difference in Wilcoxon's test.</summary>
public enum ZeroDifferences
{
    /// <summary>They are left out before ranking (Wilcoxon).</summary>
    LeftOut,

    /// <summary>They are ranked, and then left out (Pratt).</summary>
    RankedThenLeftOut,

    /// <summary>They are ranked, and each side gets half of their ranks.</summary>
    Halved,
}
