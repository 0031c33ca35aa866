namespace Lit.Api.Metrics.Distributions;

/// <summary>The incomplete beta function, to about thirteen digits.</summary>
internal static class BetaFunctions
{
    private const int MostTerms = 100_000;

    /// <summary>I(x; a, b): the chance that a Beta(a, b) variable is at most x.</summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="a">Greater than 0.</param>
    /// <param name="b">Greater than 0.</param>
    public static double Regularized(double x, double a, double b) => Regularized(x, 1 - x, a, b);

    /// <summary>The same where 1 − x is known better than by subtraction.</summary>
    public static double Regularized(double x, double rest, double a, double b)
    {
        if (double.IsNaN(x) || double.IsNaN(a) || double.IsNaN(b))
        {
            return double.NaN;
        }

        if (x <= 0 || rest <= 0)
        {
            return x <= 0 ? 0 : 1;
        }

        double front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(rest)) - GammaFunctions.LogBeta(a, b));
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(x, a, b) / a
            : 1 - (front * Fraction(rest, b, a) / b);
    }

    /// <summary>The x at which <see cref="Regularized(double, double, double)"/> is a share, by halving.</summary>
    public static double Inverse(double share, double a, double b)
    {
        double low = 0, high = 1;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (Regularized(middle, a, b) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>Lentz's evaluation of the continued fraction.</summary>
    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = 1 / GammaFunctions.NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / GammaFunctions.NotZero(1 + (even * d));
            c = GammaFunctions.NotZero(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / GammaFunctions.NotZero(1 + (odd * d));
            c = GammaFunctions.NotZero(1 + (odd / c));
            double change = d * c;
            value *= change;
            if (Math.Abs(change - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }
}
