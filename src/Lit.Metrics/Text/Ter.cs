namespace Lit.Metrics.Text;

/// <summary>Translation edit rate: how many words have to be edited to make texts of their references.</summary>
/// <remarks>
/// An edit is a word put in, taken out or replaced, or a block of words put elsewhere. M. Snover et al.: A Study of
/// Translation Edit Rate with Targeted Human Annotation (2006); moves are found as tercom and sacreBLEU find them,
/// greedily and within limits, so that long moves may cost more than one edit. References are normalised once, as texts
/// are; sacreBLEU normalises them twice, which can split a comma off a number. Texts that are null are an
/// <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class Ter
{
    /// <summary>Scores texts against one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    public static TerScore Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references)
        => Corpus(hypotheses, references, TerOptions.Default);

    /// <summary>Scores texts against one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">How texts are read.</param>
    public static TerScore Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, TerOptions options)
        => FromSums(Corpora.Sum(Counter(options), hypotheses, references));

    /// <summary>Scores texts against several references each: the fewest edits, for the mean of the lengths.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">For each of them its references, at least one.</param>
    /// <param name="options">How texts are read.</param>
    public static TerScore Corpus(
        ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, TerOptions options)
        => FromSums(Corpora.Sum(Counter(options), hypotheses, references));

    /// <summary>Scores one text.</summary>
    /// <param name="options">How texts are read.</param>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one.</param>
    public static TerScore Sentence(TerOptions options, string hypothesis, params ReadOnlySpan<string> references)
        => FromSums(Corpora.Sum(Counter(options), hypothesis, references));

    /// <summary>The score that follows from the sums of <see cref="TerCounter"/>.</summary>
    internal static double Value(ReadOnlySpan<double> sums)
        => 100 * (sums[1] > 0 ? sums[0] / sums[1] : sums[0] > 0 ? 1 : 0);

    private static TerCounter Counter(TerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }

    private static TerScore FromSums(double[] sums) => new(Value(sums), (long)sums[0], sums[1]);
}
