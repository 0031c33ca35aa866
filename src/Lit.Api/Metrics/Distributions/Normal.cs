namespace Lit.Api.Metrics.Distributions;

/// <summary>The normal distribution of mean 0 and variance 1.</summary>
internal static class Normal
{
    /// <summary>The chance of at most z, exact far into the tail.</summary>
    public static double Cdf(double z)
    {
        (double within, double beyond) = GammaFunctions.Regularized(0.5, z * z / 2);
        return double.IsNaN(z) ? double.NaN : z < 0 ? beyond / 2 : (1 + within) / 2;
    }

    /// <summary>The chance of more than z.</summary>
    public static double Upper(double z) => Cdf(-z);

    /// <summary>The chance of a distance from 0 of more than |z|.</summary>
    public static double TwoSided(double z) => 2 * Cdf(-Math.Abs(z));

    /// <summary>The z that a share of draws does not exceed; −∞ at 0, ∞ at 1.</summary>
    /// <remarks>A rational start, then Newton's method on the logarithm of the tail.</remarks>
    public static double Quantile(double share)
    {
        if (!(share is > 0 and < 1))
        {
            return share == 0 ? double.NegativeInfinity : share == 1 ? double.PositiveInfinity : double.NaN;
        }

        if (share >= 0.5)
        {
            return share == 0.5 ? 0 : -Quantile(1 - share);
        }

        double goal = Math.Log(share), t = Math.Sqrt(-2 * goal);
        double z = ((2.30753 + (0.27061 * t)) / (1 + (t * (0.99229 + (0.04481 * t))))) - t;
        for (int i = 0; i < 50; i++)
        {
            double tail = Cdf(z), density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            double step = (Math.Log(tail) - goal) * tail / density;
            z -= step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, Math.Abs(z)))
            {
                break;
            }
        }

        return z;
    }
}
