using Lit.Api;
using Lit.Api.Metrics;

namespace Lit.Metrics.Comparison;

/// <summary>Pairs of units with their counts: drawing pairs draws the same examples for both models.</summary>
internal sealed class JointStatistic : SufficientStatistic
{
    private readonly PairedUnits _units;
    private readonly (int Before, int After)[] _pairs;
    private readonly double[] _counts;
    private readonly double[] _before;
    private readonly double[] _after;
    private readonly double[] _scores;

    public JointStatistic(PairedUnits units)
    {
        _units = units;
        var pairs = new OrderedDictionary<(int, int), double>();
        for (int row = 0; row < units.Before.Count; row++)
        {
            (int, int) pair = (units.Before[row], units.After[row]);
            if (pair != (-1, -1))
            {
                pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
            }
        }

        _pairs = [.. pairs.Keys];
        _counts = [.. pairs.Values];
        int length = units.Statistic.Counts.Length;
        (_before, _after) = (new double[length], new double[length]);
        _scores = new double[units.Statistic.ScoreCount];
    }

    public override ReadOnlySpan<double> Counts => _counts;

    /// <summary>Before, after and the difference.</summary>
    public override int ScoreCount => 3;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_before);
        Array.Clear(_after);
        for (int i = 0; i < _pairs.Length; i++)
        {
            Add(_before, _pairs[i].Before, counts[i]);
            Add(_after, _pairs[i].After, counts[i]);
        }

        Score(scores);
    }

    /// <summary>
    /// How likely a difference as great is if it did not matter which model a prediction is of: predictions of each example
    /// are exchanged at random.
    /// </summary>
    public double RandomizedPValue(double difference, int rounds, int seed)
    {
        Span<double> scores = stackalloc double[3];
        double extreme = 0, room = Math.Abs(difference) * 1e-12;
        for (int round = 0; round < rounds; round++)
        {
            var random = new SeededRandom(seed, round);
            Array.Clear(_before);
            Array.Clear(_after);
            for (int i = 0; i < _pairs.Length; i++)
            {
                (int before, int after) = _pairs[i];
                double swapped = before == after ? 0 : Half(random, (long)_counts[i]), kept = _counts[i] - swapped;
                Add(_before, before, kept);
                Add(_before, after, swapped);
                Add(_after, after, kept);
                Add(_after, before, swapped);
            }

            Score(scores);
            extreme += Math.Abs(scores[2]) >= Math.Abs(difference) - room ? 1 : 0;
        }

        return difference == 0 ? 1 : (1 + extreme) / (1 + rounds);
    }

    private static void Add(double[] counts, int unit, double count)
    {
        if (unit >= 0)
        {
            counts[unit] += count;
        }
    }

    /// <summary>How many of some coins show heads.</summary>
    private static double Half(SeededRandom random, long coins)
    {
        long heads = 0;
        for (; coins >= 32; coins -= 32)
        {
            heads += System.Numerics.BitOperations.PopCount(random.NextUInt32());
        }

        return coins == 0 ? heads : heads + System.Numerics.BitOperations.PopCount(random.NextUInt32() >> (int)(32 - coins));
    }

    private void Score(Span<double> scores)
    {
        _units.Statistic.Evaluate(_before, _scores);
        scores[0] = _scores[_units.Score];
        _units.Statistic.Evaluate(_after, _scores);
        scores[1] = _scores[_units.Score];
        scores[2] = scores[1] - scores[0];
    }
}
