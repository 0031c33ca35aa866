namespace Lit.Metrics.Significance;

/// <summary>From the chances of each side to a p-value.</summary>
internal static class Sidedness
{
    /// <param name="alternative">What the test looks for.</param>
    /// <param name="atMost">The chance of the statistic or less.</param>
    /// <param name="atLeast">The chance of the statistic or more.</param>
    public static double PValue(Alternative alternative, double atMost, double atLeast) => alternative switch
    {
        Alternative.Less => Math.Min(1, atMost),
        Alternative.Greater => Math.Min(1, atLeast),
        _ => Math.Min(1, 2 * Math.Min(atMost, atLeast)),
    };
}
