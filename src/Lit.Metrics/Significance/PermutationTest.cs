using System.Numerics.Tensors;
using Lit.Api;

namespace Lit.Metrics.Significance;

/// <summary>Whether a number that two samples have together could as well come of chance: by putting them in other orders.</summary>
/// <remarks>
/// Every order is looked at where there are few; otherwise they are drawn, and the p-value is (1 + as extreme) / (1 + drawn).
/// A result within 10⁻¹⁴ of the one found is as extreme.
/// </remarks>
public static class PermutationTest
{
    private const double Rounding = 1e-14;

    /// <summary>Whether it matters which numbers are in which sample.</summary>
    /// <param name="first">Numbers, at least one.</param>
    /// <param name="second">Numbers, at least one, of other examples.</param>
    /// <param name="statistic">What is looked at; null: the difference of the means.</param>
    /// <param name="options">How; null: as by default.</param>
    public static TestOutcome Independent(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        PairStatistic? statistic = null,
        PermutationOptions? options = null)
    {
        statistic ??= static (a, b) => TensorPrimitives.Average(a) - TensorPrimitives.Average(b);
        options ??= new();
        int n = first.Length, all = n + second.Length;
        if (n == 0 || n == all)
        {
            return TestOutcome.Undefined("a sample has no numbers");
        }

        double[] pool = [.. first, .. second], order = (double[])pool.Clone();
        var count = new Extremes(statistic(first, second));
        if (Ways(all, n) <= options.MostExact)
        {
            int[] chosen = [.. Enumerable.Range(0, n)];
            do
            {
                Part(pool, chosen, order);
                count.Add(statistic(order.AsSpan(0, n), order.AsSpan(n)));
            }
            while (Advance(chosen, all));
            return count.Outcome(options.Alternative, drawn: false);
        }

        for (int b = 0; b < options.Resamples; b++)
        {
            pool.CopyTo(order, 0);
            new SeededRandom(options.Seed, b).Shuffle<double>(order);
            count.Add(statistic(order.AsSpan(0, n), order.AsSpan(n)));
        }

        return count.Outcome(options.Alternative, drawn: true);
    }

    /// <summary>Whether it matters which number of a pair is in which sample.</summary>
    /// <param name="first">Numbers.</param>
    /// <param name="second">One for each of <paramref name="first"/>, of the same examples.</param>
    /// <param name="statistic">What is looked at; null: the mean of the differences.</param>
    /// <param name="options">How; null: as by default.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static TestOutcome Paired(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        PairStatistic? statistic = null,
        PermutationOptions? options = null)
    {
        Spans.SameLength(first.Length, second.Length, "numbers", nameof(second));
        statistic ??= static (a, b) => TensorPrimitives.Average(a) - TensorPrimitives.Average(b);
        options ??= new();
        int n = first.Length;
        if (n == 0)
        {
            return TestOutcome.Undefined("no pairs");
        }

        double[] a = first.ToArray(), b = second.ToArray(), left = new double[n], right = new double[n];
        var count = new Extremes(statistic(first, second));
        bool exact = n < 31 && 1 << n <= options.MostExact;
        int rounds = exact ? 1 << n : options.Resamples;
        for (int round = 0; round < rounds; round++)
        {
            var random = exact ? null : new SeededRandom(options.Seed, round);
            uint bits = (uint)round;
            for (int i = 0; i < n; i++)
            {
                bits = random is not null && i % 32 == 0 ? random.NextUInt32() : bits;
                bool swapped = ((bits >> (i % 32)) & 1) != 0;
                (left[i], right[i]) = swapped ? (b[i], a[i]) : (a[i], b[i]);
            }

            count.Add(statistic(left, right));
        }

        return count.Outcome(options.Alternative, drawn: !exact);
    }

    /// <summary>Whether it matters which numbers are paired with which.</summary>
    /// <param name="first">Numbers.</param>
    /// <param name="second">One for each of <paramref name="first"/>.</param>
    /// <param name="statistic">What is looked at; null: Pearson's correlation.</param>
    /// <param name="options">How; null: as by default.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static TestOutcome Pairings(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        PairStatistic? statistic = null,
        PermutationOptions? options = null)
    {
        Spans.SameLength(first.Length, second.Length, "numbers", nameof(second));
        statistic ??= Regression.Pearson;
        options ??= new();
        int n = first.Length;
        if (n == 0)
        {
            return TestOutcome.Undefined("no pairs");
        }

        double[] fixedSide = second.ToArray(), order = first.ToArray();
        var count = new Extremes(statistic(first, second));
        if (Factorial(n) <= options.MostExact)
        {
            Visit(order, 0, () => count.Add(statistic(order, fixedSide)));
            return count.Outcome(options.Alternative, drawn: false);
        }

        double[] start = first.ToArray();
        for (int b = 0; b < options.Resamples; b++)
        {
            start.CopyTo(order, 0);
            new SeededRandom(options.Seed, b).Shuffle<double>(order);
            count.Add(statistic(order, fixedSide));
        }

        return count.Outcome(options.Alternative, drawn: true);
    }

    private static double Factorial(int n)
    {
        double product = 1;
        for (int i = 2; i <= n; i++)
        {
            product *= i;
        }

        return product;
    }

    private static double Ways(int all, int chosen)
    {
        double ways = 1;
        for (int i = 1; i <= Math.Min(chosen, all - chosen); i++)
        {
            ways = Math.Round(ways * (all - i + 1) / i);
        }

        return ways;
    }

    /// <summary>The chosen numbers in front, the others behind, both in their order.</summary>
    private static void Part(double[] pool, int[] chosen, double[] order)
    {
        int next = 0, behind = chosen.Length;
        for (int i = 0; i < pool.Length; i++)
        {
            if (next < chosen.Length && chosen[next] == i)
            {
                order[next++] = pool[i];
            }
            else
            {
                order[behind++] = pool[i];
            }
        }
    }

    private static bool Advance(int[] chosen, int all)
    {
        int i = chosen.Length - 1;
        while (i >= 0 && chosen[i] == all - chosen.Length + i)
        {
            i--;
        }

        if (i < 0)
        {
            return false;
        }

        chosen[i]++;
        for (int j = i + 1; j < chosen.Length; j++)
        {
            chosen[j] = chosen[j - 1] + 1;
        }

        return true;
    }

    private static void Visit(double[] order, int from, Action visit)
    {
        if (from == order.Length)
        {
            visit();
            return;
        }

        for (int i = from; i < order.Length; i++)
        {
            (order[from], order[i]) = (order[i], order[from]);
            Visit(order, from + 1, visit);
            (order[from], order[i]) = (order[i], order[from]);
        }
    }

    private sealed class Extremes(double found)
    {
        private readonly double _room = Math.Abs(found) * Rounding;
        private long _all;
        private long _atMost;
        private long _atLeast;

        public void Add(double value)
        {
            _all++;
            _atMost += value <= found + _room ? 1 : 0;
            _atLeast += value >= found - _room ? 1 : 0;
        }

        public TestOutcome Outcome(Alternative alternative, bool drawn)
        {
            if (double.IsNaN(found))
            {
                return TestOutcome.Undefined("the statistic of the samples is not defined");
            }

            double own = drawn ? 1 : 0, all = _all + own;
            return new(found, Sidedness.PValue(alternative, (_atMost + own) / all, (_atLeast + own) / all));
        }
    }
}
