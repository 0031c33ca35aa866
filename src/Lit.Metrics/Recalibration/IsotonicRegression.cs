namespace Lit.Metrics.Recalibration;

/// <summary>The closest function that never falls, or never rises: constant, or straight, between its thresholds.</summary>
/// <remarks>
/// Fitted by pooling neighbours that are in the wrong order (R. Barlow et al., 1972), in n log n. Between thresholds it is
/// straight; outside them it stays as it is at the nearest. Immutable.
/// </remarks>
public sealed class IsotonicRegression
{
    private readonly double[] _x;
    private readonly double[] _y;

    private IsotonicRegression(double[] x, double[] y) => (_x, _y) = (x, y);

    /// <summary>Where the function bends, ascending: the ends of every flat stretch.</summary>
    public ReadOnlySpan<double> Thresholds => _x;

    /// <summary>The function at its thresholds.</summary>
    public ReadOnlySpan<double> Values => _y;

    /// <summary>Fits the function of the least squared error.</summary>
    /// <param name="x">Finite numbers; the rows of equal ones are first replaced by their weighted mean.</param>
    /// <param name="y">One finite number for each of <paramref name="x"/>.</param>
    /// <param name="weights">One for each row, finite, at least 0; rows of weight 0 are left out. Empty: each counts 1.</param>
    /// <param name="rising">Whether the function never falls; if not, it never rises.</param>
    /// <param name="least">The function is nowhere less.</param>
    /// <param name="greatest">The function is nowhere greater.</param>
    /// <exception cref="ArgumentException">No row has a weight, lengths differ, or a number is not finite; the message says in which row.</exception>
    public static IsotonicRegression Fit(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights = default,
        bool rising = true,
        double least = double.NegativeInfinity,
        double greatest = double.PositiveInfinity)
    {
        Spans.SameLength(x.Length, y.Length, "numbers", nameof(y));
        Spans.Finite(x, "numbers", nameof(x));
        Spans.Finite(y, "numbers", nameof(y));
        Spans.Weights(x.Length, weights);
        List<Pool> pools = Merge(x, y, weights);
        if (pools.Count == 0)
        {
            throw new ArgumentException("Expected at least one row with a weight; found none.", nameof(x));
        }

        double[] fitted = PoolAdjacent(pools, rising ? 1 : -1);
        List<double> kept = [], values = [];
        for (int i = 0; i < fitted.Length; i++)
        {
            fitted[i] = Math.Clamp(fitted[i], least, greatest);
        }

        for (int i = 0; i < fitted.Length; i++)
        {
            if (i == 0 || i == fitted.Length - 1 || fitted[i] != fitted[i - 1] || fitted[i] != fitted[i + 1])
            {
                kept.Add(pools[i].X);
                values.Add(fitted[i]);
            }
        }

        return new([.. kept], [.. values]);
    }

    /// <summary>The function at a place.</summary>
    /// <param name="x">The place; NaN gives NaN.</param>
    public double Predict(double x)
    {
        if (double.IsNaN(x) || x <= _x[0] || x >= _x[^1])
        {
            return double.IsNaN(x) ? x : x <= _x[0] ? _y[0] : _y[^1];
        }

        int above = Array.BinarySearch(_x, x);
        if (above >= 0)
        {
            return _y[above];
        }

        above = ~above;
        double slope = (_y[above] - _y[above - 1]) / (_x[above] - _x[above - 1]);
        return _y[above - 1] + (slope * (x - _x[above - 1]));
    }

    /// <summary>Whether a place lies between the first and the last threshold, so that data speak for it.</summary>
    public bool Covers(double x) => x >= _x[0] && x <= _x[^1];

    private static List<Pool> Merge(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        double[] sorted = x.ToArray();
        int[] rows = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, rows);
        List<Pool> pools = [];
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[rows[i]];
            if (weight == 0)
            {
                continue;
            }

            if (pools.Count > 0 && pools[^1].X == sorted[i])
            {
                pools[^1] = pools[^1] with { Sum = pools[^1].Sum + (weight * y[rows[i]]), Weight = pools[^1].Weight + weight };
            }
            else
            {
                pools.Add(new(sorted[i], weight * y[rows[i]], weight, 1));
            }
        }

        return pools;
    }

    private static double[] PoolAdjacent(List<Pool> points, int sign)
    {
        List<Pool> blocks = [];
        foreach (Pool point in points)
        {
            Pool block = point;
            while (blocks.Count > 0 && sign * blocks[^1].Mean >= sign * block.Mean)
            {
                Pool last = blocks[^1];
                block = new(last.X, last.Sum + block.Sum, last.Weight + block.Weight, last.Count + block.Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Mean, block.Count))];
    }

    private readonly record struct Pool(double X, double Sum, double Weight, int Count)
    {
        public double Mean => Sum / Weight;
    }
}
