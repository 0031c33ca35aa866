namespace Lit.Metrics.Ranks;

/// <summary>Sums over runs of equal numbers, by which rank tests correct themselves.</summary>
/// <param name="Pairs">Σ t(t − 1)/2, pairs of equal numbers.</param>
/// <param name="Triples">Σ t(t − 1)(t − 2).</param>
/// <param name="Spread">Σ t(t − 1)(2t + 5).</param>
/// <param name="Cubes">Σ t³ − t.</param>
/// <param name="Distinct">How many different numbers there are.</param>
internal readonly record struct Ties(double Pairs, double Triples, double Spread, double Cubes, int Distinct)
{
    public static Ties Of(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double pairs = 0, triples = 0, spread = 0, cubes = 0;
        int distinct = 0;
        for (int begin = 0, end; begin < sorted.Length; begin = end)
        {
            end = begin + 1;
            while (end < sorted.Length && sorted[end] == sorted[begin])
            {
                end++;
            }

            double t = end - begin;
            pairs += t * (t - 1) / 2;
            triples += t * (t - 1) * (t - 2);
            spread += t * (t - 1) * ((2 * t) + 5);
            cubes += (t * t * t) - t;
            distinct++;
        }

        return new(pairs, triples, spread, cubes, distinct);
    }
}
