namespace Lit.Api.Metrics.Resampling;

/// <summary>How many of some trials succeed.</summary>
/// <remarks>W. Hörmann: The Generation of Binomial Random Variates (1993), algorithm BTRS; by inversion where few succeed.</remarks>
internal static class Binomial
{
    private const double FewSuccesses = 10;

    public static double Draw(ref RandomStream random, double trials, double chance)
    {
        if (trials <= 0 || chance <= 0)
        {
            return 0;
        }

        if (chance >= 1)
        {
            return trials;
        }

        if (chance > 0.5)
        {
            return trials - Draw(ref random, trials, 1 - chance);
        }

        return trials * chance < FewSuccesses
            ? ByInversion(ref random, trials, chance)
            : ByRejection(ref random, trials, chance);
    }

    private static double ByInversion(ref RandomStream random, double trials, double chance)
    {
        double odds = chance / (1 - chance), share = Math.Exp(trials * double.LogP1(-chance));
        double left = random.NextDouble();
        double successes = 0;
        while (left > share && successes < trials)
        {
            left -= share;
            successes++;
            share *= (trials - successes + 1) / successes * odds;
        }

        return successes;
    }

    private static double ByRejection(ref RandomStream random, double trials, double chance)
    {
        double spread = Math.Sqrt(trials * chance * (1 - chance));
        double b = 1.15 + (2.53 * spread), a = -0.0873 + (0.0248 * b) + (0.01 * chance);
        double center = (trials * chance) + 0.5, surely = 0.92 - (4.2 / b), alpha = (2.83 + (5.1 / b)) * spread;
        double odds = chance / (1 - chance), mode = Math.Floor((trials + 1) * chance);
        while (true)
        {
            double u = random.NextDouble() - 0.5, v = random.NextDouble();
            double us = 0.5 - Math.Abs(u), k = Math.Floor((((2 * a / us) + b) * u) + center);
            if (us >= 0.07 && v <= surely)
            {
                return k;
            }

            if (k < 0 || k > trials)
            {
                continue;
            }

            double limit = ((mode + 0.5) * Math.Log((mode + 1) / (odds * (trials - mode + 1))))
                + ((trials + 1) * Math.Log((trials - mode + 1) / (trials - k + 1)))
                + ((k + 0.5) * Math.Log(odds * (trials - k + 1) / (k + 1)))
                + Tail(mode) + Tail(trials - mode) - Tail(k) - Tail(trials - k);
            if (Math.Log(v * alpha / ((a / (us * us)) + b)) <= limit)
            {
                return k;
            }
        }
    }

    /// <summary>What Stirling's formula leaves of ln k!.</summary>
    private static double Tail(double k)
    {
        if (k < Tails.Length)
        {
            return Tails[(int)k];
        }

        double next = k + 1, square = next * next;
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / square)) / square)) / next;
    }

    private static ReadOnlySpan<double> Tails =>
    [
        0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
        0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
    ];
}
