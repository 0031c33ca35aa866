using Lit.Api.Metrics;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.States;

/// <summary>How many positives and negatives stand at each score, from the lowest up.</summary>
/// <remarks>
/// Exact up to <see cref="MostSteps"/> distinct scores. Beyond, neighbours are taken together so that each step holds about
/// as many examples: a step is then a tie, which moves the areas by less than one part in the number of steps, and
/// resampling measures from the areas of the steps.
/// </remarks>
internal sealed class RankStatistic : SufficientStatistic
{
    public const int MostSteps = 4096;
    private const int CoarseSteps = 1024;

    private readonly double[] _counts;
    private readonly int _steps;

    /// <param name="positives">Keys of positives, ascending.</param>
    /// <param name="negatives">Keys of negatives, ascending.</param>
    public RankStatistic(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        List<double> above = [], below = [];
        long all = (long)positives.Length + negatives.Length;
        double stepSize = CountDistinct(positives, negatives) <= MostSteps ? 0 : (double)all / CoarseSteps;
        int p = 0, n = 0;
        while (p < positives.Length || n < negatives.Length)
        {
            int startP = p, startN = n;
            do
            {
                ulong score = n == negatives.Length || (p < positives.Length && positives[p] < negatives[n])
                    ? positives[p]
                    : negatives[n];
                Skip(positives, score, ref p);
                Skip(negatives, score, ref n);
            }
            while ((p < positives.Length || n < negatives.Length) && (long)p + n < (above.Count + 1) * stepSize);

            above.Add(p - startP);
            below.Add(n - startN);
        }

        _steps = above.Count;
        _counts = [.. above, .. below];
    }

    /// <summary>From the counts of positives and negatives in cells, ascending.</summary>
    public RankStatistic(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double all = 0, occurring = 0;
        for (int cell = 0; cell < positives.Length; cell++)
        {
            all += positives[cell] + negatives[cell];
            occurring += positives[cell] + negatives[cell] > 0 ? 1 : 0;
        }

        double stepSize = occurring <= MostSteps ? 0 : all / CoarseSteps, above = 0, below = 0, passed = 0;
        List<double> ups = [], downs = [];
        for (int cell = 0; cell < positives.Length; cell++)
        {
            (above, below) = (above + positives[cell], below + negatives[cell]);
            passed += positives[cell] + negatives[cell];
            if (above + below > 0 && (passed >= (ups.Count + 1) * stepSize || cell == positives.Length - 1))
            {
                ups.Add(above);
                downs.Add(below);
                (above, below) = (0, 0);
            }
        }

        if (above + below > 0)
        {
            ups.Add(above);
            downs.Add(below);
        }

        _steps = ups.Count;
        _counts = [.. ups, .. downs];
    }

    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => 2;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        => (scores[0], scores[1]) = RankedScores.Areas(counts[.._steps], counts[_steps..]);

    private static int CountDistinct(ReadOnlySpan<ulong> positives, ReadOnlySpan<ulong> negatives)
    {
        int distinct = 0, p = 0, n = 0;
        while ((p < positives.Length || n < negatives.Length) && distinct <= MostSteps)
        {
            ulong score = n == negatives.Length || (p < positives.Length && positives[p] < negatives[n])
                ? positives[p]
                : negatives[n];
            Skip(positives, score, ref p);
            Skip(negatives, score, ref n);
            distinct++;
        }

        return distinct;
    }

    private static void Skip(ReadOnlySpan<ulong> keys, ulong key, ref int position)
    {
        while (position < keys.Length && keys[position] == key)
        {
            position++;
        }
    }
}
