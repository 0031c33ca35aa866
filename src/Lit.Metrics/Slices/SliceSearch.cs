using Lit.Api.Metrics.Distributions;

namespace Lit.Metrics.Slices;

/// <summary>Looks at every slice that can be among the worst.</summary>
/// <remarks>
/// A slice of a slice has no more loss than that one has in all: where this, spread over as few examples as are allowed, would
/// not be among the worst found so far, nothing inside is looked at (S. Sagadeeva, M. Boehm: SliceLine, 2021). The answer is
/// that of looking at all.
/// </remarks>
internal sealed class SliceSearch
{
    private readonly int[][] _codes;
    private readonly int[] _values;
    private readonly double[] _losses;
    private readonly SliceOptions _options;
    private readonly double _candidates;
    private readonly double _greatestLoss;
    private readonly Sums _all;
    private readonly List<Found> _worst = [];
    private readonly Stack<(int Column, int Code)> _conditions = new();

    /// <param name="codes">For each column the code of each row.</param>
    /// <param name="values">How many codes each column has.</param>
    /// <param name="losses">At least 0, one for each row.</param>
    /// <param name="options">What to look for.</param>
    public SliceSearch(int[][] codes, int[] values, double[] losses, SliceOptions options)
    {
        (_codes, _values, _losses, _options) = (codes, values, losses, options);
        _candidates = CountCandidates(values, options.Depth);
        foreach (double loss in losses)
        {
            _all = _all.With(loss);
            _greatestLoss = Math.Max(_greatestLoss, loss);
        }
    }

    public double Candidates => _candidates;

    public IReadOnlyList<Found> Worst => _worst;

    /// <summary>Looks at slices whose first condition is on a column.</summary>
    public void SearchFrom(int column) => Extend([.. Enumerable.Range(0, _losses.Length)], column, column + 1);

    private void Extend(int[] rows, int from, int to)
    {
        for (int column = from; column < to; column++)
        {
            int[] codes = _codes[column];
            var sums = new Sums[_values[column]];
            foreach (int row in rows)
            {
                ref Sums own = ref sums[codes[row]];
                own = own.With(_losses[row]);
            }

            bool deeper = _conditions.Count + 1 < _options.Depth && column + 1 < _codes.Length;
            bool[] opened = new bool[sums.Length];
            for (int code = 0; code < sums.Length; code++)
            {
                if (sums[code].Count >= _options.MinimumSupport && sums[code].Count < _all.Count)
                {
                    Consider(sums[code], column, code);
                }

                opened[code] = deeper && sums[code].Count >= _options.MinimumSupport && CanHoldWorse(sums[code]);
            }

            for (int code = 0; code < sums.Length; code++)
            {
                if (opened[code] && CanHoldWorse(sums[code]))
                {
                    _conditions.Push((column, code));
                    Extend([.. rows.Where(row => codes[row] == code)], column + 1, _codes.Length);
                    _conditions.Pop();
                }
            }
        }
    }

    /// <summary>Whether some slice inside can be worse than the last of the worst.</summary>
    private bool CanHoldWorse(Sums slice)
    {
        double least = _options.MinimumSupport;
        double bound = Math.Min(slice.Loss / least, _greatestLoss) - ((_all.Loss - slice.Loss) / (_all.Count - least));
        double goal = _worst.Count < _options.Count ? _options.MinimumEffect : _worst[^1].Effect;
        return bound * (1 + 1e-12) >= goal;
    }

    private void Consider(Sums slice, int column, int code)
    {
        Sums rest = _all.Without(slice);
        double effect = slice.Mean - rest.Mean;
        if (effect <= 0 || effect < _options.MinimumEffect || (_worst.Count == _options.Count && effect < _worst[^1].Effect))
        {
            return;
        }

        double a = slice.Variance / slice.Count, b = rest.Variance / rest.Count, variance = a + b;
        double freedom = variance * variance / ((a * a / (slice.Count - 1)) + (b * b / Math.Max(1, rest.Count - 1)));
        double t = effect / Math.Sqrt(variance);
        double p = variance == 0 ? 0 : double.IsNaN(freedom) ? 1 : Tails.StudentT(-t, freedom);
        double corrected = Math.Min(1, p * _candidates);
        if (corrected > _options.Level)
        {
            return;
        }

        (int, int)[] conditions = [.. _conditions.Reverse(), (column, code)];
        var found = new Found(conditions, slice.Count, effect, Math.Sqrt(variance), corrected);
        int place = _worst.FindIndex(other => found.CompareTo(other) < 0);
        _worst.Insert(place < 0 ? _worst.Count : place, found);
        if (_worst.Count > _options.Count)
        {
            _worst.RemoveAt(_worst.Count - 1);
        }
    }

    /// <summary>How many slices there could be: of each set of columns the product of their values.</summary>
    private static double CountCandidates(int[] values, int depth)
    {
        double[] bySize = new double[depth + 1];
        bySize[0] = 1;
        foreach (int count in values)
        {
            for (int size = depth; size > 0; size--)
            {
                bySize[size] += bySize[size - 1] * count;
            }
        }

        return bySize[1..].Sum();
    }

    /// <summary>A slice, ordered by effect, then support, then conditions.</summary>
    public sealed record Found((int Column, int Code)[] Conditions, int Support, double Effect, double Error, double PValue)
        : IComparable<Found>
    {
        public int CompareTo(Found? other)
        {
            int order = other!.Effect.CompareTo(Effect);
            order = order != 0 ? order : other.Support.CompareTo(Support);
            order = order != 0 ? order : Conditions.Length.CompareTo(other.Conditions.Length);
            for (int i = 0; order == 0 && i < Conditions.Length; i++)
            {
                order = Conditions[i].CompareTo(other.Conditions[i]);
            }

            return order;
        }
    }

    private readonly record struct Sums(int Count, double Loss, double Squares)
    {
        public double Mean => Loss / Count;

        public double Variance => Count < 2 ? 0 : Math.Max(0, Squares - (Loss * Loss / Count)) / (Count - 1);

        public Sums With(double loss) => new(Count + 1, Loss + loss, Squares + (loss * loss));

        public Sums Without(Sums part) => new(Count - part.Count, Loss - part.Loss, Squares - part.Squares);
    }
}
