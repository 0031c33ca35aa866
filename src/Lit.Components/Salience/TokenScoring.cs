using System.Numerics;

namespace Lit.Components.Salience;

/// <summary>Makes one number of the gradient row of each token. All sums are formed in double precision.</summary>
internal static class TokenScoring
{
    /// <summary>Adds <paramref name="weight"/> · gₜ · vₜ to the score of each token t.</summary>
    /// <param name="gradients">Shape <c>[tokens, width]</c>, row after row.</param>
    /// <param name="vectors">
    /// In the shape of <paramref name="gradients"/>: the embeddings, or their difference from a baseline.
    /// </param>
    /// <param name="weight">The weight of the gradients in the integral; 1 for a plain product.</param>
    /// <param name="scores">One for each token.</param>
    public static void AddDots<T>(
        ReadOnlySpan<T> gradients, ReadOnlySpan<T> vectors, double weight, Span<double> scores)
        where T : INumberBase<T>
    {
        int width = Width(gradients.Length, scores.Length);
        for (int t = 0; t < scores.Length; t++)
        {
            double dot = 0;
            for (int d = t * width; d < (t + 1) * width; d++)
            {
                dot += double.CreateTruncating(gradients[d]) * double.CreateTruncating(vectors[d]);
            }

            scores[t] += weight * dot;
        }
    }

    private static int Width(int length, int tokens) => tokens == 0 ? 0 : length / tokens;
}
