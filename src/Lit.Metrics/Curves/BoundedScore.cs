namespace Lit.Metrics.Curves;

/// <summary>A score that is known to within a bound.</summary>
/// <param name="Value">The score.</param>
/// <param name="ErrorBound">The exact score is no further from it than this.</param>
public readonly record struct BoundedScore(double Value, double ErrorBound)
{
    /// <summary>The least that the exact score can be.</summary>
    public double Least => Value - ErrorBound;

    /// <summary>The greatest that the exact score can be.</summary>
    public double Greatest => Value + ErrorBound;
}
