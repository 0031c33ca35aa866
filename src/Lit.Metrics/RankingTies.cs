namespace Lit.Metrics;

/// <summary>How items of equal score are ranked.</summary>
public enum RankingTies
{
    /// <summary>In every order, the mean gain of all: no order is assumed.</summary>
    Average,

    /// <summary>The item of the higher position first: faster, and one order of many.</summary>
    LastFirst,
}
