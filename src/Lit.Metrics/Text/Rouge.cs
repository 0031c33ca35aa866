namespace Lit.Metrics.Text;

/// <summary>ROUGE: how much texts, such as summaries, and their references share.</summary>
/// <remarks>
/// C.-Y. Lin: ROUGE: A Package for Automatic Evaluation of Summaries (2004), with the words of rouge-score: runs of a–z
/// and 0–9 in lower case; letters of other scripts separate words. A corpus scores the mean of its texts. Texts that
/// are null are an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class Rouge
{
    /// <summary>The mean score of texts with one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">What to look for.</param>
    /// <returns>NaN for no texts.</returns>
    public static RougeScore Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, RougeOptions options)
        => Mean(Corpora.Sum(Counter(options), hypotheses, references), hypotheses.Length);

    /// <summary>The mean score of texts with several references each, of which that with the best F counts.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">For each of them its references, at least one.</param>
    /// <param name="options">What to look for.</param>
    /// <returns>NaN for no texts.</returns>
    public static RougeScore Corpus(
        ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, RougeOptions options)
        => Mean(Corpora.Sum(Counter(options), hypotheses, references), hypotheses.Length);

    /// <summary>Scores one text.</summary>
    /// <param name="options">What to look for.</param>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one; that with the best F counts.</param>
    public static RougeScore Sentence(RougeOptions options, string hypothesis, params ReadOnlySpan<string> references)
        => Mean(Corpora.Sum(Counter(options), hypothesis, references), 1);

    private static RougeCounter Counter(RougeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new([options.Kind], options.Stem);
    }

    private static RougeScore Mean(double[] sums, int count) => new(sums[0] / count, sums[1] / count, sums[2] / count);
}
