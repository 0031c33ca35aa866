namespace Lit.Metrics.Ranks;

/// <summary>Quantiles of weighted numbers.</summary>
internal static class WeightedQuantile
{
    /// <summary>The number at which a share of the weight is reached; between two numbers, where it is reached exactly, their mean.</summary>
    /// <param name="values">The numbers; sorted in place.</param>
    /// <param name="weights">Empty: each counts 1.</param>
    /// <param name="share">In [0, 1].</param>
    /// <returns>NaN where there is no weight.</returns>
    public static double Of(double[] values, ReadOnlySpan<double> weights, double share)
    {
        double[] own = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, values.Length)] : weights.ToArray();
        Array.Sort(values, own);
        double goal = System.Numerics.Tensors.TensorPrimitives.Sum<double>(own) * share, reached = 0;
        for (int i = 0; i < values.Length; i++)
        {
            reached += own[i];
            if (own[i] == 0 || reached < goal)
            {
                continue;
            }

            int next = i + 1;
            while (next < own.Length && own[next] == 0)
            {
                next++;
            }

            return reached - goal > 2.220446049250313e-16 || next == own.Length ? values[i] : (values[i] + values[next]) / 2;
        }

        return double.NaN;
    }
}
