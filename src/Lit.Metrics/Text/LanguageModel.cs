using System.Globalization;
using System.Text;

namespace Lit.Metrics.Text;

/// <summary>
/// Perplexity and bits per byte from the log-probabilities that a language model gives to the tokens of texts.
/// </summary>
/// <remarks>
/// Scores of several texts add up: <c>a + b</c> is the score of both. Perplexities of models with different tokens
/// cannot be compared, bits per byte can.
/// </remarks>
public static class LanguageModel
{
    /// <summary>Scores one text.</summary>
    /// <param name="text">The text, whose bytes and code points count.</param>
    /// <param name="logProbabilities">
    /// Natural logarithms of the probabilities of its tokens; NaN for those that do not count.
    /// </param>
    /// <exception cref="ArgumentException">A logarithm is greater than 0; the message names the token.</exception>
    public static LanguageModelScore Score(string text, ReadOnlySpan<double> logProbabilities)
    {
        ArgumentNullException.ThrowIfNull(text);
        (double sum, long tokens) = Sum(logProbabilities);
        return new(sum, tokens, Encoding.UTF8.GetByteCount(text), CodePoints(text));
    }

    internal static long CodePoints(string text)
    {
        long count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    internal static (double NegativeLogLikelihood, long Tokens) Sum(ReadOnlySpan<double> logProbabilities)
    {
        double sum = 0;
        long tokens = 0;
        for (int i = 0; i < logProbabilities.Length; i++)
        {
            double logarithm = logProbabilities[i];
            if (logarithm > 0)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Expected log-probabilities of at most 0; found {logarithm} for token {i}."),
                    nameof(logProbabilities));
            }

            if (!double.IsNaN(logarithm))
            {
                sum -= logarithm;
                tokens++;
            }
        }

        return (sum, tokens);
    }
}
