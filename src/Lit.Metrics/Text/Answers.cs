using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>Short answers to questions, held against those that are right: exact match and F1 of words.</summary>
/// <remarks>
/// P. Rajpurkar et al.: SQuAD: 100,000+ Questions for Machine Comprehension of Text (2016). Answers are compared
/// without case, ASCII punctuation and articles. Of several right answers the best counts.
/// </remarks>
public static class Answers
{
    /// <summary>An answer as it is compared: in lower case, without punctuation, articles and spare spaces.</summary>
    /// <param name="answer">The answer.</param>
    public static string Normalize(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new TextNormalizer(TextNormalization.Answer).Normalize(answer).ToString();
    }

    /// <summary>Whether an answer is one of the right ones.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="right">The right answers, at least one.</param>
    public static bool IsExact(string answer, params ReadOnlySpan<string> right)
        => Corpora.Sum(new AnswerCounter(TextNormalization.Answer), answer, right)[0] > 0;

    /// <summary>Harmonic mean of the shares of words that an answer has in common with a right one.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="right">The right answers, at least one.</param>
    /// <returns>In [0, 1]; 1 when both are empty, 0 when one is.</returns>
    public static double F1(string answer, params ReadOnlySpan<string> right)
        => Corpora.Sum(new AnswerCounter(TextNormalization.Answer), answer, right)[1];
}
