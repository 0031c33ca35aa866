namespace Lit.Types;

/// <summary>A point of a curve.</summary>
/// <param name="X">Its place on the horizontal axis.</param>
/// <param name="Y">Its place on the vertical axis.</param>
public readonly record struct CurvePoint(double X, double Y);
