namespace Lit.Metrics.Decisions;

/// <summary>How far two distributions are apart.</summary>
internal static class Divergence
{
    /// <summary>Jensen-Shannon divergence of two rows of weights, each first made to add up to 1.</summary>
    /// <returns>In [0, ln 2], in nats; NaN when a row adds up to 0 or holds NaN or a negative number.</returns>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sumP = 0, sumQ = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0) || !(q[i] >= 0))
            {
                return double.NaN;
            }

            sumP += p[i];
            sumQ += q[i];
        }

        if (sumP == 0 || sumQ == 0)
        {
            return double.NaN;
        }

        double left = 0, right = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double a = p[i] / sumP, b = q[i] / sumQ, middle = (a + b) / 2;
            left += a > 0 ? a * Math.Log(a / middle) : 0;
            right += b > 0 ? b * Math.Log(b / middle) : 0;
        }

        return Math.Clamp((left + right) / 2, 0, Math.Log(2));
    }
}
