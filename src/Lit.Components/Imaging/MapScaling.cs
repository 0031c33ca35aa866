namespace Lit.Components.Imaging;

/// <summary>Brings maps of scores into [0, 1] for colours, after cutting off what few pixels have.</summary>
public static class MapScaling
{
    /// <summary>
    /// Cuts the greatest and the least scores off, half of the fraction at each end, but nothing beyond 0.
    /// </summary>
    /// <param name="scores">The scores; changed.</param>
    /// <param name="fraction">Which part of them is cut off, in [0, 1).</param>
    public static void ClipSigned(Span<double> scores, double fraction)
    {
        if (scores.IsEmpty)
        {
            return;
        }

        double[] sorted = Sorted(scores);
        double low = Math.Min(0, sorted[(int)Math.Ceiling(fraction / 2 * (sorted.Length - 1))]);
        double high = Math.Max(0, sorted[(int)((1 - (fraction / 2)) * (sorted.Length - 1))]);
        Clip(scores, low, high);
    }

    /// <summary>Cuts the greatest scores off.</summary>
    /// <param name="scores">The scores, at least 0; changed.</param>
    /// <param name="fraction">Which part of them is cut off, in [0, 1).</param>
    /// <exception cref="ArgumentException">A score is below 0.</exception>
    public static void ClipUnsigned(Span<double> scores, double fraction)
    {
        Check(scores);
        if (!scores.IsEmpty)
        {
            double[] sorted = Sorted(scores);
            Clip(scores, 0, sorted[(int)((1 - fraction) * (sorted.Length - 1))]);
        }
    }

    /// <summary>Scales scores so that 0 becomes ½ and the greatest |score| 0 or 1.</summary>
    /// <param name="scores">The scores; changed.</param>
    public static void NormalizeSigned(Span<double> scores)
    {
        double most = 0;
        foreach (double score in scores)
        {
            most = Math.Max(most, Math.Abs(score));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = most > 0 ? (scores[i] / most / 2) + 0.5 : 0.5;
        }
    }

    /// <summary>Scales scores so that the least becomes 0 and the greatest 1; all 0 if they are equal.</summary>
    /// <param name="scores">The scores, at least 0; changed.</param>
    /// <exception cref="ArgumentException">A score is below 0.</exception>
    public static void NormalizeUnsigned(Span<double> scores)
    {
        Check(scores);
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (double score in scores)
        {
            least = Math.Min(least, score);
            most = Math.Max(most, score);
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = most > least ? (scores[i] - least) / (most - least) : 0;
        }
    }

    private static void Check(ReadOnlySpan<double> scores)
    {
        foreach (double score in scores)
        {
            if (score < 0)
            {
                throw new ArgumentException($"Expected scores of at least 0; found {score}.", nameof(scores));
            }
        }
    }

    private static double[] Sorted(ReadOnlySpan<double> scores)
    {
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static void Clip(Span<double> scores, double low, double high)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Clamp(scores[i], low, high);
        }
    }
}
