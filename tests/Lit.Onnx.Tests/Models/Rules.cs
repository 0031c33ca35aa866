using Lit.Api.Attribution;

namespace Lit.Onnx.Models;

/// <summary>The quadrature rules of the recorded cases, by their names: <c>gausslegendre/50</c>.</summary>
internal static class Rules
{
    public static QuadratureRule Of(string method, int points) => method switch
    {
        "gausslegendre" => GaussLegendre(points),
        "riemann_left" => Equal(points, j => j / (double)points),
        "riemann_right" => Equal(points, j => (j + 1) / (double)points),
        "riemann_middle" => Equal(points, j => ((2 * j) + 1) / (2d * points)),

        // The recorded trapezoid has n points on n - 1 intervals, but weights of 1 / n.
        "riemann_trapezoid" => new QuadratureRule(
            Enumerable.Range(0, points).Select(j => j / (points - 1d)),
            Enumerable.Range(0, points).Select(j => (j == 0 || j == points - 1 ? 0.5 : 1) / points)),
        _ => throw new ArgumentException(method),
    };

    public static QuadratureRule GaussLegendre(int points)
    {
        double[] nodes = new double[points];
        double[] weights = new double[points];
        for (int i = 0; i < points; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5));
            double slope = 0;
            for (int round = 0; round < 100; round++)
            {
                var (p, derivative) = Legendre(points, x);
                slope = derivative;
                x -= p / derivative;
            }

            nodes[i] = (1 - x) / 2;
            weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }

        return new QuadratureRule(nodes, weights);
    }

    public static QuadratureRule Equal(int points) => Equal(points, j => ((2 * j) + 1) / (2d * points));

    private static QuadratureRule Equal(int points, Func<int, double> node) => new(
        Enumerable.Range(0, points).Select(node), Enumerable.Repeat(1d / points, points));

    private static (double Value, double Derivative) Legendre(int degree, double x)
    {
        var (previous, value) = (1d, x);
        for (int k = 2; k <= degree; k++)
        {
            (previous, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * previous)) / k);
        }

        return (value, degree * ((x * value) - previous) / ((x * x) - 1));
    }
}
