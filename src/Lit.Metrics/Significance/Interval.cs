namespace Lit.Metrics.Significance;

/// <summary>A range that holds the true value with a stated chance.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Whether the range holds a value, its ends included.</summary>
    public bool Holds(double value) => value >= Lower && value <= Upper;
}
