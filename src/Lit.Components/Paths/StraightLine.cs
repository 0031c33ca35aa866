using System.Numerics.Tensors;
using Lit.Api.Attribution;

namespace Lit.Components.Paths;

/// <summary>Integrates a gradient along the straight line between two points by a fixed rule.</summary>
internal static class StraightLine
{
    /// <summary>Σₖ wₖ ∇f(x₀ + tₖ(x − x₀)) ⊙ (x − x₀), and f at both ends.</summary>
    public static async ValueTask<PathSum> IntegrateAsync(
        PathFunction function,
        ReadOnlyMemory<double> start,
        ReadOnlyMemory<double> end,
        QuadratureRule rule,
        CancellationToken cancellationToken)
    {
        int size = function.Size;
        double[] difference = Difference(start.Span, end.Span);
        double[] scores = new double[size];
        double? first = null;
        double? last = null;
        int limit = function.PointsAtATime;
        for (int done = 0; done < rule.Nodes.Count; done += limit)
        {
            int count = Math.Min(limit, rule.Nodes.Count - done);
            double[] nodes = [.. rule.Nodes.Skip(done).Take(count)];
            PointValues found = await function
                .EvaluateAsync(Points(start.Span, difference, nodes), cancellationToken)
                .ConfigureAwait(false);
            for (int k = 0; k < count; k++)
            {
                AddProduct(found.Gradients.AsSpan(k * size, size), difference, rule.Weights[done + k], scores);
                first = nodes[k] == 0 ? found.Values[k] : first;
                last = nodes[k] == 1 ? found.Values[k] : last;
            }
        }

        if (first is null || last is null)
        {
            (first, last) = await EndsAsync(function, start, end, cancellationToken).ConfigureAwait(false);
        }

        return new PathSum(scores) { ValueAtBaseline = first, ValueAtInput = last };
    }

    /// <summary>The function at both ends.</summary>
    public static async ValueTask<(double Start, double End)> EndsAsync(
        PathFunction function,
        ReadOnlyMemory<double> start,
        ReadOnlyMemory<double> end,
        CancellationToken cancellationToken)
    {
        double[] both = new double[2 * function.Size];
        start.CopyTo(both);
        end.CopyTo(both.AsMemory(function.Size));
        PointValues found = await function.EvaluateAsync(both, cancellationToken).ConfigureAwait(false);
        return (found.Values[0], found.Values[1]);
    }

    /// <summary>x − x₀.</summary>
    public static double[] Difference(ReadOnlySpan<double> start, ReadOnlySpan<double> end)
    {
        double[] difference = new double[end.Length];
        TensorPrimitives.Subtract(end, start, difference);
        return difference;
    }

    /// <summary>x₀ + t(x − x₀) for each t.</summary>
    public static double[] Points(
        ReadOnlySpan<double> start, ReadOnlySpan<double> difference, ReadOnlySpan<double> fractions)
    {
        double[] points = new double[fractions.Length * start.Length];
        for (int k = 0; k < fractions.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(
                difference, fractions[k], start, points.AsSpan(k * start.Length, start.Length));
        }

        return points;
    }

    /// <summary>Adds weight · a ⊙ b to the sum.</summary>
    public static void AddProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double weight, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += weight * a[i] * b[i];
        }
    }
}
