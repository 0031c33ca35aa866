namespace Lit.Api.Metrics.Distributions;

/// <summary>The logarithm of Γ and the incomplete gamma function, to about fourteen digits.</summary>
internal static class GammaFunctions
{
    private const int MostTerms = 100_000;
    private const double Tiny = 1e-300;

    /// <summary>ln Γ(x) for x &gt; 0.</summary>
    public static double Log(double x)
    {
        // Stirling's series from 15 on; below, Γ(x) = Γ(x + k) / (x (x + 1) … (x + k − 1)).
        double product = 1;
        while (x < 15)
        {
            product *= x++;
        }

        return ((x - 0.5) * Math.Log(x)) - x + (Math.Log(2 * Math.PI) / 2) + Correction(x) - Math.Log(product);
    }

    /// <summary>ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), without the cancellation that large arguments bring.</summary>
    public static double LogBeta(double a, double b)
    {
        (double p, double q) = a < b ? (a, b) : (b, a);
        if (q < 15)
        {
            return Log(p) + Log(q) - Log(p + q);
        }

        double share = p / (p + q);
        double rest = Correction(q) - Correction(p + q);
        return p < 15
            ? Log(p) + rest + p - (p * Math.Log(p + q)) + ((q - 0.5) * LogOnePlus(-share))
            : (Math.Log(2 * Math.PI / q) / 2) + Correction(p) + rest
                + ((p - 0.5) * Math.Log(share)) + (q * LogOnePlus(-share));
    }

    /// <summary>The share of Γ(a)'s integral that lies below x, and above.</summary>
    public static (double Lower, double Upper) Regularized(double a, double x)
    {
        if (!(x > 0))
        {
            return double.IsNaN(x) ? (double.NaN, double.NaN) : (0, 1);
        }

        if (double.IsPositiveInfinity(x))
        {
            return (1, 0);
        }

        double front = Math.Exp((a * Math.Log(x)) - x - Log(a));
        if (x < a + 1)
        {
            double lower = front * Series(a, x);
            return (lower, 1 - lower);
        }

        double upper = front * Fraction(a, x);
        return (1 - upper, upper);
    }

    /// <summary>ln(1 + x), with every digit also where x is tiny.</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>What Stirling's formula leaves of ln Γ(x), for x of at least 15.</summary>
    private static double Correction(double x)
    {
        double r = 1 / (x * x);
        return (1.0 / 12 - (r * (1.0 / 360 - (r * (1.0 / 1260 - (r * (1.0 / 1680 - (r * (1.0 / 1188
            - (r * (691.0 / 360360 - (r / 156)))))))))))) / x;
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int n = 1; n < MostTerms && term > sum * 1e-17; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>Lentz's evaluation of the continued fraction.</summary>
    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, value = d;
        for (int n = 1; n < MostTerms; n++)
        {
            double factor = -n * (n - a);
            b += 2;
            d = NotZero((factor * d) + b);
            c = NotZero(b + (factor / c));
            d = 1 / d;
            double change = d * c;
            value *= change;
            if (Math.Abs(change - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }

    internal static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
