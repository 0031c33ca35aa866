namespace Lit.Components.Paths;

/// <summary>Integrates a gradient along straight pieces between given points, by the trapezoid rule on each.</summary>
internal static class PolygonalLine
{
    /// <param name="function">The function.</param>
    /// <param name="corners">The points, from the baseline to the input; at least 2.</param>
    /// <param name="between">How many more points to take on each piece.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async ValueTask<PathSum> IntegrateAsync(
        PathFunction function, IReadOnlyList<double[]> corners, int between, CancellationToken cancellationToken)
    {
        int size = function.Size;
        double[] scores = new double[size];
        double[][] points = [.. Refine(corners, between)];
        double first = 0;
        double last = 0;
        int done = 0;
        foreach (double[][] some in points.Chunk(function.PointsAtATime))
        {
            PointValues found = await function
                .EvaluateAsync(some.SelectMany(point => point).ToArray(), cancellationToken).ConfigureAwait(false);
            for (int k = 0; k < some.Length; k++, done++)
            {
                // A point counts half of the way from the one before it to the one behind it.
                double[] before = points[Math.Max(0, done - 1)];
                double[] behind = points[Math.Min(points.Length - 1, done + 1)];
                for (int i = 0; i < size; i++)
                {
                    scores[i] += 0.5 * (behind[i] - before[i]) * found.Gradients[(k * size) + i];
                }

                first = done == 0 ? found.Values[k] : first;
                last = found.Values[k];
            }
        }

        return new PathSum(scores) { ValueAtBaseline = first, ValueAtInput = last };
    }

    private static IEnumerable<double[]> Refine(IReadOnlyList<double[]> corners, int between)
    {
        yield return corners[0];
        for (int k = 1; k < corners.Count; k++)
        {
            double[] difference = StraightLine.Difference(corners[k - 1], corners[k]);
            for (int j = 1; j <= between; j++)
            {
                yield return StraightLine.Points(corners[k - 1], difference, [j / (between + 1.0)]);
            }

            yield return corners[k];
        }
    }
}
