namespace Lit.Metrics;

/// <summary>A line through points.</summary>
/// <param name="Slope">The median slope of all lines through two of the points.</param>
/// <param name="Intercept">Where the line meets 0.</param>
/// <param name="Lower">The lower end of the slope's interval.</param>
/// <param name="Upper">The upper end of the slope's interval.</param>
public readonly record struct LineFit(double Slope, double Intercept, double Lower, double Upper);
