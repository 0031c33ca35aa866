using System.Numerics.Tensors;
using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>
/// Integrates a gradient along the straight line between two points, with more evaluations where the line needs them.
/// </summary>
/// <remarks>
/// <para>
/// The line is cut in halves where it is hardest. How hard a piece is tells, first, what its scores miss of the change
/// of the function over it, which is known exactly because the ends of every piece are points already evaluated;
/// second, the greatest difference of a score between the two estimates of <see cref="GaussKronrod"/>. So a boundary
/// layer is found that a rule of fixed points steps over, and errors of single scores that cancel in the sum are found
/// too.
/// </para>
/// </remarks>
internal sealed class AdaptiveLine
{
    private readonly PathFunction _function;
    private readonly ReadOnlyMemory<double> _start;
    private readonly double[] _difference;
    private readonly List<Piece> _pieces = [];
    private readonly double[] _settled;
    private double _settledError;
    private double _total;

    private AdaptiveLine(PathFunction function, ReadOnlyMemory<double> start, ReadOnlyMemory<double> end)
    {
        _function = function;
        _start = start;
        _difference = StraightLine.Difference(start.Span, end.Span);
        _settled = new double[function.Size];
    }

    /// <summary>Integrates until the errors are below a tolerance.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="tolerance">
    /// The greatest |Σ score − (f(end) − f(start))| as a part of |f(end) − f(start)|, and the greatest error of a
    /// single score as a part of Σ|score|.
    /// </param>
    /// <param name="maxEvaluations">
    /// How many points may be evaluated; at least the 17 of the first estimate are.
    /// </param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async ValueTask<PathSum> IntegrateAsync(
        PathFunction function,
        ReadOnlyMemory<double> start,
        ReadOnlyMemory<double> end,
        double tolerance,
        int maxEvaluations,
        CancellationToken cancellationToken)
    {
        var line = new AdaptiveLine(function, start, end);
        var (first, last) = await StraightLine.EndsAsync(function, start, end, cancellationToken).ConfigureAwait(false);
        int left = maxEvaluations - 2 - GaussKronrod.Count;
        await line.AddAsync([new(0, 1, first, last)], cancellationToken).ConfigureAwait(false);
        while (true)
        {
            double[] scores = line.Sum(out double gap, out double error);
            double size = TensorPrimitives.SumOfMagnitudes<double>(scores);
            double floor = SalienceScaling.Rounding * Math.Max(size, Math.Max(Math.Abs(first), Math.Abs(last)));
            double change = Math.Abs(last - first);
            bool reached = Math.Abs(gap) <= Math.Max(tolerance * change, floor)
                && error <= Math.Max(tolerance * size, floor);
            int splits = left / (2 * GaussKronrod.Count);
            if (reached || splits == 0 || !double.IsFinite(error))
            {
                return new PathSum(scores)
                {
                    ValueAtBaseline = first,
                    ValueAtInput = last,
                    ErrorEstimate = error,
                    Reached = reached,
                };
            }

            Bounds[] halves = line.Split(splits, Math.Min(tolerance * size, tolerance * change), floor);
            left -= halves.Length * GaussKronrod.Count;
            await line.AddAsync(halves, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the hardest pieces out until what is left is well below the tolerance.</summary>
    private Bounds[] Split(int limit, double tolerance, double floor)
    {
        _pieces.Sort((a, b) =>
            b.Error != a.Error ? b.Error.CompareTo(a.Error) : a.Bounds.From.CompareTo(b.Bounds.From));
        double rest = _settledError + _pieces.Sum(piece => piece.Error);
        List<Bounds> halves = [];
        int taken = 0;
        while (taken < _pieces.Count && taken < limit && (taken == 0 || rest > tolerance / 2))
        {
            Piece piece = _pieces[taken++];
            rest -= piece.Error;
            double middle = (piece.Bounds.From + piece.Bounds.To) / 2;
            halves.Add(new(piece.Bounds.From, middle, piece.Bounds.ValueAtFrom, piece.ValueInside));
            halves.Add(new(middle, piece.Bounds.To, piece.ValueInside, piece.Bounds.ValueAtTo));
        }

        _pieces.RemoveRange(0, taken);

        // Pieces that no further round will want back are added up, so that memory does not grow with their number.
        foreach (Piece piece in _pieces.Where(piece => piece.Error <= floor / 64))
        {
            TensorPrimitives.Add<double>(_settled, piece.Scores, _settled);
            _settledError += piece.Error;
            _total += piece.Gap;
        }

        _pieces.RemoveAll(piece => piece.Error <= floor / 64);
        return [.. halves];
    }

    private double[] Sum(out double gap, out double error)
    {
        double[] scores = [.. _settled];
        gap = _total;
        error = _settledError;
        foreach (Piece piece in _pieces.OrderBy(piece => piece.Bounds.From))
        {
            TensorPrimitives.Add<double>(scores, piece.Scores, scores);
            gap += piece.Gap;
            error += piece.Error;
        }

        return scores;
    }

    private async ValueTask AddAsync(IReadOnlyList<Bounds> pieces, CancellationToken cancellationToken)
    {
        int atATime = Math.Max(1, _function.PointsAtATime / GaussKronrod.Count);
        foreach (Bounds[] some in pieces.Chunk(atATime))
        {
            double[] fractions = [.. some.SelectMany(piece => GaussKronrod.Nodes.Select(piece.At))];
            PointValues found = await _function
                .EvaluateAsync(StraightLine.Points(_start.Span, _difference, fractions), cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < some.Length; i++)
            {
                _pieces.Add(Estimate(some[i], i * GaussKronrod.Count, found));
            }
        }
    }

    private Piece Estimate(Bounds bounds, int first, PointValues found)
    {
        double[] scores = new double[_function.Size];
        double[] rough = new double[_function.Size];
        for (int k = 0; k < GaussKronrod.Count; k++)
        {
            var gradient = found.Gradients.AsSpan((first + k) * _function.Size, _function.Size);
            StraightLine.AddProduct(gradient, _difference, bounds.Length * GaussKronrod.Kronrod[k], scores);
            if (GaussKronrod.Gauss[k] != 0)
            {
                StraightLine.AddProduct(gradient, _difference, bounds.Length * GaussKronrod.Gauss[k], rough);
            }
        }

        double gap = TensorPrimitives.Sum<double>(scores) - (bounds.ValueAtTo - bounds.ValueAtFrom);
        double apart = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            apart = Math.Max(apart, Math.Abs(scores[i] - rough[i]));
        }

        return new(bounds, scores, found.Values[first + GaussKronrod.Middle], gap, Math.Max(Math.Abs(gap), apart));
    }

    private readonly record struct Bounds(double From, double To, double ValueAtFrom, double ValueAtTo)
    {
        public double Length => To - From;

        public double At(double fraction) => From + (fraction * Length);
    }

    private sealed record Piece(Bounds Bounds, double[] Scores, double ValueInside, double Gap, double Error);
}
