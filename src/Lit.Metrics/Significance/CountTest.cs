using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Significance;

/// <summary>Whether counts are what chance would make them.</summary>
public static class CountTest
{
    private const double Rounding = 1e-7;

    /// <summary>Whether a share of successes differs from a chance, exactly.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">How many trials there were.</param>
    /// <param name="chance">The chance of a success, in [0, 1].</param>
    /// <param name="alternative">Two-sided, every count that is no more likely than the one found is as extreme.</param>
    /// <returns>The share of successes; NaN for no trials.</returns>
    public static TestOutcome Binomial(
        long successes, long trials, double chance = 0.5, Alternative alternative = Alternative.TwoSided)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(chance is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(chance), chance, "Expected a chance in [0, 1].");
        }

        if (trials == 0)
        {
            return TestOutcome.Undefined("no trials");
        }

        double share = (double)successes / trials;
        double atMost = Tails.BinomialAtMost(successes, trials, chance);
        double atLeast = Tails.BinomialAtMost(trials - successes, trials, 1 - chance);
        if (alternative != Alternative.TwoSided)
        {
            return new(share, alternative == Alternative.Less ? atMost : atLeast);
        }

        double own = Tails.BinomialExactly(successes, trials, chance) * (1 + Rounding), mean = trials * chance;
        if (successes == mean)
        {
            return new(share, 1);
        }

        // Chances fall from the mean on: find the first count of the other side that is no more likely.
        bool low = successes < mean;
        long from = low ? (long)Math.Ceiling(mean) : 0, to = low ? trials + 1 : (long)Math.Floor(mean) + 1;
        while (from < to)
        {
            long middle = from + ((to - from) / 2);
            bool rare = Tails.BinomialExactly(middle, trials, chance) <= own;
            (from, to) = rare == low ? (from, middle) : (middle + 1, to);
        }

        double other = low
            ? Tails.BinomialAtMost(trials - from, trials, 1 - chance)
            : Tails.BinomialAtMost(from - 1, trials, chance);
        return new(share, Math.Min(1, (low ? atMost : atLeast) + (low && from > trials ? 0 : other)));
    }

    /// <summary>Whether one of two numbers is greater as often as the other; pairs without a difference say nothing.</summary>
    /// <param name="first">Finite numbers.</param>
    /// <param name="second">One for each of <paramref name="first"/>.</param>
    /// <param name="alternative">What the test looks for.</param>
    /// <returns>The share of pairs whose first number is greater, of those that differ; NaN and a p-value of 1 when none does.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite; the message says in which row.</exception>
    public static TestOutcome Sign(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, Alternative alternative = Alternative.TwoSided)
    {
        Spans.SameLength(first.Length, second.Length, "numbers", nameof(second));
        Spans.Finite(first, "numbers", nameof(first));
        Spans.Finite(second, "numbers", nameof(second));
        long above = 0, differing = 0;
        for (int row = 0; row < first.Length; row++)
        {
            above += first[row] > second[row] ? 1 : 0;
            differing += first[row] != second[row] ? 1 : 0;
        }

        return differing == 0
            ? new(double.NaN, 1) { Reason = "no pair differs" }
            : Binomial(above, differing, 0.5, alternative);
    }

    /// <summary>Whether rows and columns of a table of counts are independent, by χ².</summary>
    /// <param name="table">Row-major counts, at least 0.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="corrected">Whether the gaps of a table of two by two are first lowered by up to ½ (Yates).</param>
    /// <returns>NaN with the reason when a row or column holds nothing, or there is one of either only.</returns>
    /// <exception cref="ArgumentException">The table is not of whole rows, or a count is negative or not finite.</exception>
    public static TestOutcome ChiSquare(ReadOnlySpan<double> table, int columns, bool corrected = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (table.Length % columns != 0)
        {
            throw new ArgumentException($"Expected rows of {columns} counts; found {table.Length} counts.", nameof(table));
        }

        int rows = table.Length / columns;
        double[] down = new double[columns], across = new double[rows];
        double total = 0;
        for (int i = 0; i < table.Length; i++)
        {
            if (!(table[i] >= 0) || double.IsInfinity(table[i]))
            {
                throw new ArgumentException($"Expected counts of at least 0; found {table[i]} in row {i / columns}.", nameof(table));
            }

            down[i % columns] += table[i];
            across[i / columns] += table[i];
            total += table[i];
        }

        if (rows < 2 || columns < 2 || down.Contains(0) || across.Contains(0))
        {
            return TestOutcome.Undefined("a row or a column of the table holds nothing, or there is only one");
        }

        bool lower = corrected && rows == 2 && columns == 2;
        double statistic = 0;
        for (int i = 0; i < table.Length; i++)
        {
            double expected = across[i / columns] * down[i % columns] / total, gap = Math.Abs(table[i] - expected);
            gap -= lower ? Math.Min(0.5, gap) : 0;
            statistic += gap * gap / expected;
        }

        return new(statistic, Tails.ChiSquare(statistic, (rows - 1.0) * (columns - 1)));
    }

    /// <summary>Whether rows and columns of a table of two by two counts are independent, exactly (Fisher).</summary>
    /// <param name="a">The first count of the first row.</param>
    /// <param name="b">The second count of the first row.</param>
    /// <param name="c">The first count of the second row.</param>
    /// <param name="d">The second count of the second row.</param>
    /// <param name="alternative">Of the odds ratio against 1. Two-sided, every table that is no more likely is as extreme.</param>
    /// <returns>The odds ratio; NaN and a p-value of 1 when a row or a column holds nothing.</returns>
    public static TestOutcome Fisher(long a, long b, long c, long d, Alternative alternative = Alternative.TwoSided)
    {
        foreach (long count in (long[])[a, b, c, d])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(a));
        }

        long row = a + b, other = c + d, column = a + c, all = row + other;
        if (row == 0 || other == 0 || column == 0 || column == all)
        {
            return new(double.NaN, 1) { Reason = "a row or a column of the table holds nothing" };
        }

        double whole = LogWays(all, column), own = Chance(a), sum = 0;
        for (long k = Math.Max(0, column - other); k <= Math.Min(row, column); k++)
        {
            double chance = Chance(k);
            sum += alternative switch
            {
                Alternative.Less => k <= a,
                Alternative.Greater => k >= a,
                _ => chance <= own * (1 + Rounding),
            } ? chance : 0;
        }

        return new(b == 0 || c == 0 ? double.PositiveInfinity : (double)a * d / ((double)b * c), Math.Min(1, sum));

        double Chance(long k) => Math.Exp(LogWays(row, k) + LogWays(other, column - k) - whole);
    }

    /// <summary>The logarithm of how many ways there are to choose.</summary>
    private static double LogWays(long all, long chosen)
        => -Math.Log(all + 1.0) - GammaFunctions.LogBeta(all - chosen + 1.0, chosen + 1.0);
}
