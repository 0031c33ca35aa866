namespace Lit.Metrics.Decisions;

/// <summary>Which class a row of scores stands for.</summary>
internal static class Decision
{
    /// <summary>The first of the largest scores; NaN is below every number.</summary>
    public static int Largest(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            if (scores[c] > scores[best] || (double.IsNaN(scores[best]) && !double.IsNaN(scores[c])))
            {
                best = c;
            }
        }

        return best;
    }

    /// <summary>As <see cref="Largest"/>, with <paramref name="margin"/> added to the logarithm of the null class.</summary>
    /// <remarks>Scores of which one is negative are no probabilities: the margin is added to the score itself.</remarks>
    public static int WithMargin(ReadOnlySpan<double> scores, int nullIndex, double margin)
    {
        if (margin == 0)
        {
            return Largest(scores);
        }

        int rival = -1;
        bool negative = scores[nullIndex] < 0;
        for (int c = 0; c < scores.Length; c++)
        {
            negative |= scores[c] < 0;
            if (c != nullIndex && !double.IsNaN(scores[c]) && (rival < 0 || scores[c] > scores[rival]))
            {
                rival = c;
            }
        }

        if (rival < 0)
        {
            return nullIndex;
        }

        double none = (negative ? scores[nullIndex] : Math.Log(scores[nullIndex])) + margin;
        double other = negative ? scores[rival] : Math.Log(scores[rival]);
        return none > other || (none == other && nullIndex < rival) ? nullIndex : rival;
    }

    /// <summary>The margin that makes two classes part at a probability of the positive class.</summary>
    /// <returns>ln(t / (1 − t)), but −5 at 0 and 5 at 1.</returns>
    public static double MarginOf(double threshold)
        => threshold <= 0 ? -5 : threshold >= 1 ? 5 : Math.Log(threshold / (1 - threshold));
}
