namespace Lit.Api.Metrics.Distributions;

/// <summary>Chances by which tests speak.</summary>
internal static class Tails
{
    /// <summary>The chance that Student's t is at most t.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="freedom">Degrees of freedom, greater than 0.</param>
    public static double StudentT(double t, double freedom)
    {
        double beyond = StudentTTwoSided(t, freedom) / 2;
        return t < 0 ? beyond : 1 - beyond;
    }

    /// <summary>The chance that Student's t is further from 0 than |t|.</summary>
    public static double StudentTTwoSided(double t, double freedom)
    {
        if (double.IsInfinity(t))
        {
            return 0;
        }

        double square = t * t, whole = freedom + square;
        return BetaFunctions.Regularized(freedom / whole, square / whole, freedom / 2, 0.5);
    }

    /// <summary>The chance that χ² is greater than a number.</summary>
    public static double ChiSquare(double value, double freedom) => GammaFunctions.Regularized(freedom / 2, value / 2).Upper;

    /// <summary>The chance of at most k successes.</summary>
    public static double BinomialAtMost(double successes, double trials, double chance)
        => successes < 0 ? 0
            : successes >= trials ? 1
            : BetaFunctions.Regularized(1 - chance, chance, trials - successes, successes + 1);

    /// <summary>The chance of exactly k successes.</summary>
    public static double BinomialExactly(double successes, double trials, double chance)
    {
        if (chance is 0 or 1)
        {
            return successes == trials * chance ? 1 : 0;
        }

        double ways = -Math.Log(trials + 1) - GammaFunctions.LogBeta(trials - successes + 1, successes + 1);
        return Math.Exp(ways + (successes * Math.Log(chance)) + ((trials - successes) * GammaFunctions.LogOnePlus(-chance)));
    }
}
