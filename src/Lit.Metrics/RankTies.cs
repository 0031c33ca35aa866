namespace Lit.Metrics;

/// <summary>Which ranks equal numbers take.</summary>
public enum RankTies
{
    /// <summary>Each the mean of the ranks they take up together.</summary>
    Average,

    /// <summary>Each the least of them.</summary>
    Least,

    /// <summary>Each the greatest of them.</summary>
    Greatest,

    /// <summary>The same rank, and the next number the rank after it: no rank is left out.</summary>
    Dense,

    /// <summary>A rank of their own each, in the order of rows.</summary>
    Ordinal,
}
