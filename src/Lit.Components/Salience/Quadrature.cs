using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Makes the rules by which integrals along a path are approximated.</summary>
/// <remarks>All weights sum to 1, unless a rule says otherwise. Nodes ascend from 0, the baseline, to 1, the input.</remarks>
public static class Quadrature
{
    /// <summary>
    /// The Gauss-Legendre rule: exact for polynomials up to degree 2n - 1, and the one to prefer for smooth models.
    /// </summary>
    /// <param name="points">How many points, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 1.</exception>
    public static QuadratureRule GaussLegendre(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var (nodes, weights) = Salience.GaussLegendre.OnUnitInterval(points);
        return new QuadratureRule(nodes, weights);
    }

    /// <summary>The middles of n equal intervals.</summary>
    /// <param name="points">How many points, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 1.</exception>
    public static QuadratureRule Midpoint(int points) => Riemann(points, 0.5);

    /// <summary>
    /// The left ends of n equal intervals: the baseline, not the input. Its error falls only with 1/n.
    /// </summary>
    /// <param name="points">How many points, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 1.</exception>
    public static QuadratureRule LeftRiemann(int points) => Riemann(points, 0);

    /// <summary>
    /// The right ends of n equal intervals: the input, not the baseline. Its error falls only with 1/n.
    /// </summary>
    /// <param name="points">How many points, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 1.</exception>
    public static QuadratureRule RightRiemann(int points) => Riemann(points, 1);

    /// <summary>All ends of n equal intervals, n + 1 points, the two outer ones at half weight.</summary>
    /// <param name="intervals">How many intervals, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="intervals"/> is below 1.</exception>
    public static QuadratureRule Trapezoid(int intervals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(intervals, 1);
        return new QuadratureRule(
            Enumerable.Range(0, intervals + 1).Select(i => i / (double)intervals),
            Enumerable.Range(0, intervals + 1).Select(i => (i == 0 || i == intervals ? 0.5 : 1) / intervals));
    }

    /// <summary>
    /// The rule of the LIT toolkit: n points at i/n without the input itself, as a trapezoid over n - 1 intervals. It
    /// leaves out
    /// the last n-th of the path, so attributions do not add up to the difference of the outputs; it is for comparison
    /// only.
    /// </summary>
    /// <param name="points">How many points, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 2.</exception>
    public static QuadratureRule LitCompatible(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return new QuadratureRule(
            Enumerable.Range(0, points).Select(i => i / (double)points),
            Enumerable.Range(0, points).Select(i => (i == 0 || i == points - 1 ? 0.5 : 1) / (points - 1)));
    }

    /// <summary>
    /// The plain mean over n points from the baseline to the input, both included, as image attribution libraries take
    /// it. It counts both ends twice, so that its error falls only with 1/n.
    /// </summary>
    /// <param name="points">How many points, at least 1; a single one is the baseline.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 1.</exception>
    public static QuadratureRule EvenMean(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        return new QuadratureRule(
            Enumerable.Range(0, points).Select(i => points == 1 ? 0 : i / (points - 1.0)),
            Enumerable.Repeat(1.0 / points, points));
    }

    /// <summary>
    /// The trapezoid of the captum library: n points, both ends at half weight, but every weight 1/n instead of
    /// 1/(n − 1), so that scores come out too small by (n − 1)/n; it is for comparison only.
    /// </summary>
    /// <param name="points">How many points, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 2.</exception>
    public static QuadratureRule CaptumTrapezoid(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        return new QuadratureRule(
            Enumerable.Range(0, points).Select(i => i / (points - 1.0)),
            Enumerable.Range(0, points).Select(i => (i == 0 || i == points - 1 ? 0.5 : 1) / points));
    }

    /// <summary>The rule of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="points">
    /// How many gradients it may take, at least 1; 2 for <see cref="QuadratureMethod.Trapezoid"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few points, or no such method.</exception>
    public static QuadratureRule Of(QuadratureMethod method, int points) => method switch
    {
        QuadratureMethod.GaussLegendre => GaussLegendre(points),
        QuadratureMethod.Midpoint => Midpoint(points),
        QuadratureMethod.Trapezoid => Trapezoid(points - 1),
        QuadratureMethod.LeftRiemann => LeftRiemann(points),
        QuadratureMethod.RightRiemann => RightRiemann(points),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Expected a method of QuadratureMethod."),
    };

    private static QuadratureRule Riemann(int points, double offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        return new QuadratureRule(
            Enumerable.Range(0, points).Select(i => (i + offset) / points),
            Enumerable.Repeat(1.0 / points, points));
    }
}

/// <summary>How the points of an integral are placed.</summary>
public enum QuadratureMethod
{
    /// <summary>See <see cref="Quadrature.GaussLegendre"/>.</summary>
    GaussLegendre,

    /// <summary>See <see cref="Quadrature.Midpoint"/>.</summary>
    Midpoint,

    /// <summary>See <see cref="Quadrature.Trapezoid"/>.</summary>
    Trapezoid,

    /// <summary>See <see cref="Quadrature.LeftRiemann"/>.</summary>
    LeftRiemann,

    /// <summary>See <see cref="Quadrature.RightRiemann"/>.</summary>
    RightRiemann,
}
