namespace Lit.Components.Layers;

/// <summary>Sums over the points of a path, for each number of a layer. All are formed in double precision.</summary>
internal static class LayerSums
{
    /// <summary>Σ (w gₛ + (1 − w) gₛ₊₁)(yₛ₊₁ − yₛ): the integral of g along the way that y takes.</summary>
    /// <param name="gradients">The gradient at each point, row after row.</param>
    /// <param name="values">The layer at each point, in the same order.</param>
    /// <param name="points">How many points there are, at least 2.</param>
    /// <param name="lower">How much the gradient at the lower end of an interval counts, in [0, 1].</param>
    public static float[] Conductance(ReadOnlySpan<float> gradients, ReadOnlySpan<float> values, int points, double lower)
    {
        int size = gradients.Length / points;
        double[] sums = new double[size];
        for (int s = 0; s + 1 < points; s++)
        {
            for (int i = 0; i < size; i++)
            {
                int at = (s * size) + i;
                int next = at + size;
                sums[i] += ((lower * gradients[at]) + ((1 - lower) * gradients[next])) * ((double)values[next] - values[at]);
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

    /// <summary>Σ wₛ gₛ.</summary>
    public static float[] Weighted(ReadOnlySpan<float> gradients, IReadOnlyList<double> weights)
    {
        int size = gradients.Length / weights.Count;
        double[] sums = new double[size];
        for (int s = 0; s < weights.Count; s++)
        {
            for (int i = 0; i < size; i++)
            {
                sums[i] += weights[s] * gradients[(s * size) + i];
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

    /// <summary>Points x₀ + α (x − x₀), one after the other.</summary>
    public static float[] Points(ReadOnlySpan<float> baseline, ReadOnlySpan<float> input, IReadOnlyList<double> fractions)
    {
        float[] points = new float[fractions.Count * input.Length];
        for (int s = 0; s < fractions.Count; s++)
        {
            for (int i = 0; i < input.Length; i++)
            {
                points[(s * input.Length) + i] = (float)(baseline[i] + (fractions[s] * ((double)input[i] - baseline[i])));
            }
        }

        return points;
    }
}
