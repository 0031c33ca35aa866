using System.Numerics.Tensors;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Integrates a gradient along a path that moves the numbers of the smallest gradient first, within a band around the
/// straight line.
/// </summary>
/// <remarks>After Kapishnikov et al., "Guided Integrated Gradients", CVPR 2021.</remarks>
internal sealed class GuidedWalk
{
    private const double Close = 1e-9;

    private readonly double[] _start;
    private readonly double[] _end;
    private readonly double _fraction;
    private readonly double[] _at;
    private readonly double[] _before;
    private readonly double[] _magnitudes;
    private readonly double[] _sorted;
    private readonly double[] _scores;

    private GuidedWalk(ReadOnlySpan<double> start, ReadOnlySpan<double> end, double fraction)
    {
        _start = start.ToArray();
        _end = end.ToArray();
        _fraction = fraction;
        _at = start.ToArray();
        _before = new double[start.Length];
        _magnitudes = new double[start.Length];
        _sorted = new double[start.Length];
        _scores = new double[start.Length];
    }

    /// <param name="function">The function.</param>
    /// <param name="start">The baseline.</param>
    /// <param name="end">The input.</param>
    /// <param name="steps">How many gradients to take, at least 1.</param>
    /// <param name="fraction">Which part of the numbers moves at a time, in (0, 1].</param>
    /// <param name="maxDistance">How far a number may be from the straight line, as a part of its length.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="LitException">A gradient is NaN.</exception>
    public static async ValueTask<PathSum> IntegrateAsync(
        PathFunction function,
        ReadOnlyMemory<double> start,
        ReadOnlyMemory<double> end,
        int steps,
        double fraction,
        double maxDistance,
        CancellationToken cancellationToken)
    {
        var walk = new GuidedWalk(start.Span, end.Span, fraction);
        double length = TensorPrimitives.SumOfMagnitudes<double>(StraightLine.Difference(start.Span, end.Span));
        for (int step = 0; step < steps && length > 0; step++)
        {
            PointValues found = await function.EvaluateAsync(walk._at, cancellationToken).ConfigureAwait(false);
            if (Array.Exists(found.Gradients, double.IsNaN))
            {
                throw new LitException(
                    "Expected gradients that are numbers along the guided path; found NaN at step "
                    + $"{step + 1} of {steps}.");
            }

            double share = (step + 1) / (double)steps;
            walk.Step(
                found.Gradients,
                Math.Max(share - maxDistance, 0),
                Math.Min(share + maxDistance, 1),
                length * (1 - share));
        }

        var ends = await StraightLine.EndsAsync(function, start, end, cancellationToken).ConfigureAwait(false);
        return new PathSum(walk._scores) { ValueAtBaseline = ends.Start, ValueAtInput = ends.End };
    }

    /// <summary>Moves until no more than a distance from the end is left.</summary>
    /// <param name="gradient">The gradient that counts for the whole step.</param>
    /// <param name="low">The part of the line that every number has to have covered.</param>
    /// <param name="high">The part that no number may go beyond.</param>
    /// <param name="target">The distance from the end, Σ|x|.</param>
    private void Step(double[] gradient, double low, double high, double target)
    {
        TensorPrimitives.Abs<double>(gradient, _magnitudes);

        // Every round brings at least one more number to its bound, so there are no more rounds than numbers.
        for (int round = 0; round <= _at.Length + 1; round++)
        {
            _at.CopyTo(_before, 0);
            CatchUp(low, high);
            double current = TensorPrimitives.SumOfMagnitudes<double>(StraightLine.Difference(_at, _end));
            if (IsClose(current, target))
            {
                Collect(gradient);
                return;
            }

            double part = Advance(high, current - target);
            Collect(gradient);
            if (part <= 1)
            {
                return;
            }
        }
    }

    /// <summary>Brings numbers that fell behind the band to its edge.</summary>
    private void CatchUp(double low, double high)
    {
        for (int i = 0; i < _at.Length; i++)
        {
            double whole = _end[i] - _start[i];
            double covered = whole == 0 ? high : (_at[i] - _start[i]) / whole;
            if (covered < low)
            {
                _at[i] = _start[i] + (low * whole);
            }
        }
    }

    /// <summary>Moves the numbers of the smallest gradients; those that are at the edge of the band stay.</summary>
    /// <returns>Which part of the way to the edge they would have to go; above 1 if that is not enough.</returns>
    private double Advance(double high, double missing)
    {
        for (int i = 0; i < _at.Length; i++)
        {
            if (_at[i] == Edge(i, high))
            {
                _magnitudes[i] = double.PositiveInfinity;
            }
        }

        double threshold = LowerQuantile();
        double reach = 0;
        for (int i = 0; i < _at.Length; i++)
        {
            reach += IsSelected(i, threshold) ? Math.Abs(_at[i] - Edge(i, high)) : 0;
        }

        if (reach == 0 && double.IsPositiveInfinity(threshold))
        {
            // All are at the edge, but for rounding.
            return 1;
        }

        double part = reach == 0 ? double.PositiveInfinity : missing / reach;
        for (int i = 0; i < _at.Length; i++)
        {
            if (IsSelected(i, threshold))
            {
                _at[i] = part > 1 ? Edge(i, high) : _at[i] + (part * (Edge(i, high) - _at[i]));
            }
        }

        return part;
    }

    private double Edge(int i, double high) => _start[i] + (high * (_end[i] - _start[i]));

    private bool IsSelected(int i, double threshold) => _magnitudes[i] <= threshold && double.IsFinite(_magnitudes[i]);

    private double LowerQuantile()
    {
        _magnitudes.CopyTo(_sorted, 0);
        return Selection.Smallest(_sorted, (int)(_fraction * (_sorted.Length - 1)));
    }

    private void Collect(double[] gradient)
    {
        for (int i = 0; i < _scores.Length; i++)
        {
            _scores[i] += (_at[i] - _before[i]) * gradient[i];
        }
    }

    private static bool IsClose(double a, double b) =>
        Math.Abs(a - b) <= Math.Max(Close, Close * Math.Max(Math.Abs(a), Math.Abs(b)));
}
