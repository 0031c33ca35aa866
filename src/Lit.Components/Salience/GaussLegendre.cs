namespace Lit.Components.Salience;

/// <summary>Nodes and weights of Gauss-Legendre quadrature for any number of points.</summary>
/// <remarks>
/// Newton's method on the Legendre polynomial in double precision, and one last step in 28 decimal digits, which leaves
/// nodes and weights right to the last bits also near the ends of the interval.
/// </remarks>
internal static class GaussLegendre
{
    /// <summary>Computes the rule on [0, 1], nodes ascending.</summary>
    public static (double[] Nodes, double[] Weights) OnUnitInterval(int count)
    {
        double[] nodes = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < (count + 1) / 2; i++)
        {
            var (x, weight) = Root(count, i);
            (nodes[i], nodes[count - 1 - i]) = ((double)((1 - x) / 2), (double)((1 + x) / 2));
            weights[i] = weights[count - 1 - i] = (double)(weight / 2);
        }

        return (nodes, weights);
    }

    /// <summary>The root number <paramref name="index"/> from the right end of [-1, 1], and its weight.</summary>
    private static (decimal X, decimal Weight) Root(int count, int index)
    {
        if ((2 * index) + 1 == count)
        {
            return Polish(count, 0m);
        }

        double x = Math.Cos(Math.PI * (index + 0.75) / (count + 0.5));
        for (int step = 0; step < 20; step++)
        {
            double change = NewtonStep(count, x);
            x -= change;
            if (Math.Abs(change) < 1e-14)
            {
                break;
            }
        }

        return Polish(count, (decimal)x);
    }

    private static double NewtonStep(int count, double x)
    {
        var (last, value) = (1.0, x);
        for (int k = 2; k <= count; k++)
        {
            (last, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * last)) / k);
        }

        return value * ((x * x) - 1) / (count * ((x * value) - last));
    }

    private static (decimal X, decimal Weight) Polish(int count, decimal x)
    {
        var (last, value) = (1m, x);
        for (int k = 2; k <= count; k++)
        {
            (last, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * last)) / k);
        }

        decimal curve = 1 - (x * x);
        decimal slope = count * (last - (x * value)) / curve;
        decimal change = value / slope;

        // The slope at the new node, from the second derivative that Legendre's equation gives.
        decimal bend = ((2 * x * slope) - (count * (count + 1m) * value)) / curve;
        decimal node = x - change;
        decimal slopeThere = slope - (bend * change);
        return (node, 2 / ((1 - (node * node)) * slopeThere * slopeThere));
    }
}
