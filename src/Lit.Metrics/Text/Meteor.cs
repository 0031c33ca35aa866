namespace Lit.Metrics.Text;

/// <summary>
/// METEOR without synonyms: words that texts share with their references, exactly or by stem, and in how many pieces.
/// </summary>
/// <remarks>
/// (1 − γ(pieces / matches)^β) · PR / (αP + (1 − α)R). A. Lavie, A. Agarwal: METEOR: An Automatic Metric for MT
/// Evaluation (2007); words are between spaces and in lower case, stems Porter's. The stage that matches synonyms needs
/// WordNet and is left out, so that scores are those of NLTK with an empty WordNet. Texts that are null are an
/// <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class Meteor
{
    /// <summary>The mean score of texts with one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">How recall and order weigh.</param>
    /// <returns>In [0, 1]; NaN for no texts.</returns>
    public static double Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, MeteorOptions options)
        => Corpora.Sum(Counter(options), hypotheses, references)[0] / hypotheses.Length;

    /// <summary>Scores one text.</summary>
    /// <param name="options">How recall and order weigh.</param>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one; the best counts.</param>
    /// <returns>In [0, 1]; 0 when no word matches.</returns>
    public static double Sentence(MeteorOptions options, string hypothesis, params ReadOnlySpan<string> references)
        => Corpora.Sum(Counter(options), hypothesis, references)[0];

    private static MeteorCounter Counter(MeteorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }
}
