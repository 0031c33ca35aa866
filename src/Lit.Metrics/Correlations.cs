using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>How closely two series of numbers move together, and whether that can be chance.</summary>
/// <remarks>
/// Lengths that differ, and NaN or infinity anywhere, are an <see cref="ArgumentException"/> that names the row. A constant
/// series, or fewer than two rows, have no correlation: NaN.
/// </remarks>
public static class Correlations
{
    private const int MostExactRows = 33;

    /// <summary>Pearson's r, the linear correlation; the p-value holds for normal series.</summary>
    /// <param name="x">Finite numbers.</param>
    /// <param name="y">One for each of <paramref name="x"/>.</param>
    public static CorrelationTest Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double r = Regression.Pearson(x, y), shape = (x.Length / 2.0) - 1;
        return new(r, double.IsNaN(r) ? double.NaN
            : x.Length == 2 ? 1
            : 2 * BetaFunctions.Regularized((1 - Math.Abs(r)) / 2, shape, shape));
    }

    /// <summary>Spearman's ρ, the correlation of ranks; the p-value by Student's t.</summary>
    /// <returns>The p-value of two rows is NaN.</returns>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static CorrelationTest Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double rho = Regression.Spearman(x, y);
        int freedom = x.Length - 2;
        return new(rho, double.IsNaN(rho) || freedom == 0
            ? double.NaN
            : Tails.StudentTTwoSided(rho * Math.Sqrt(freedom / ((1 + rho) * (1 - rho))), freedom));
    }

    /// <summary>Kendall's τ-b: of all pairs of rows that neither series ties, how many more are ordered alike than not.</summary>
    /// <returns>The p-value is exact for up to 33 rows without ties, or few pairs out of order; otherwise normal.</returns>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static CorrelationTest Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Pairs pairs = Count(x, y);
        double spread = Math.Sqrt(pairs.All - pairs.X.Pairs) * Math.Sqrt(pairs.All - pairs.Y.Pairs);
        return new(pairs.IsConstant ? double.NaN : Math.Clamp(pairs.Balance / spread, -1, 1), pairs.PValue);
    }

    /// <summary>Stuart's τ-c, which can reach 1 also where one series has fewer different numbers than the other.</summary>
    /// <inheritdoc cref="Kendall"/>
    public static CorrelationTest KendallC(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Pairs pairs = Count(x, y);
        double distinct = Math.Min(pairs.X.Distinct, pairs.Y.Distinct), rows = x.Length;
        double tau = 2 * pairs.Balance / (rows * rows * (distinct - 1) / distinct);
        return new(pairs.IsConstant ? double.NaN : Math.Clamp(tau, -1, 1), pairs.PValue);
    }

    /// <summary>Kendall's τ in which exchanges among the largest numbers weigh more: 1/(rank + 1) of both rows.</summary>
    /// <returns>In [-1, 1]; the mean of ranking by <paramref name="x"/> and by <paramref name="y"/>. Takes n² steps.</returns>
    /// <remarks>S. Vigna: A Weighted Correlation Index for Rankings with Ties (2015).</remarks>
    /// <inheritdoc cref="Pearson" path="/param"/>
    public static double WeightedTau(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        return (WeightedTau(x, y, Weights(x, y)) + WeightedTau(x, y, Weights(y, x))) / 2;
    }

    private static Pairs Count(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        (double discordant, double equal) = Concordance.Count(x, y);
        return new(x.Length, discordant, equal, Ties.Of(x), Ties.Of(y));
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Spans.SameLength(x.Length, y.Length, "numbers", nameof(y));
        Spans.Finite(x, "numbers", nameof(x));
        Spans.Finite(y, "numbers", nameof(y));
    }

    private static double[] Weights(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[] first = x.ToArray(), second = y.ToArray(), weights = new double[first.Length];
        int[] rows = [.. Enumerable.Range(0, first.Length)];
        Array.Sort(rows, (a, b) => first[b].CompareTo(first[a]) is var order && order != 0 ? order : second[b].CompareTo(second[a]));
        for (int rank = 0; rank < rows.Length; rank++)
        {
            weights[rows[rank]] = 1.0 / (rank + 1);
        }

        return weights;
    }

    private static double WeightedTau(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double[] weights)
    {
        double together = 0, ofX = 0, ofY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double weight = weights[i] + weights[j];
                int left = x[i].CompareTo(x[j]), right = y[i].CompareTo(y[j]);
                together += weight * left * right;
                ofX += weight * left * left;
                ofY += weight * right * right;
            }
        }

        return ofX == 0 || ofY == 0 ? double.NaN : Math.Clamp(together / Math.Sqrt(ofX) / Math.Sqrt(ofY), -1, 1);
    }

    private readonly record struct Pairs(int Rows, double Discordant, double Equal, Ties X, Ties Y)
    {
        public double All => (double)Rows * (Rows - 1) / 2;

        public bool IsConstant => Rows < 2 || X.Pairs == All || Y.Pairs == All;

        /// <summary>Pairs ordered alike less pairs ordered differently.</summary>
        public double Balance => All - X.Pairs - Y.Pairs + Equal - (2 * Discordant);

        public double PValue
        {
            get
            {
                if (IsConstant)
                {
                    return double.NaN;
                }

                double few = Math.Min(Discordant, All - Discordant);
                return X.Pairs == 0 && Y.Pairs == 0 && (Rows <= MostExactRows || few <= 1)
                    ? KendallExact.PValue(Rows, (int)few)
                    : Normal.TwoSided(Balance / Math.Sqrt(Variance));
            }
        }

        private double Variance
        {
            get
            {
                double n = Rows, m = n * (n - 1);
                return (((m * ((2 * n) + 5)) - X.Spread - Y.Spread) / 18)
                    + (2 * X.Pairs * Y.Pairs / m)
                    + (n < 3 ? 0 : X.Triples * Y.Triples / (9 * m * (n - 2)));
            }
        }
    }
}
