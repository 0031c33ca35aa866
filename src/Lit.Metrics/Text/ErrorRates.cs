namespace Lit.Metrics.Text;

/// <summary>
/// Word and character error rates: how much of texts, such as transcripts, has to be edited to get their references.
/// </summary>
/// <remarks>
/// Rates are of the edits of all texts together, not means of rates. Spaces at both ends of a text do not count. Where
/// equally few edits differ in how many hits they leave, those are taken that jiwer takes. Texts that are null are an
/// <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class ErrorRates
{
    /// <summary>Counts the edits of texts with one reference each.</summary>
    /// <param name="hypotheses">The texts.</param>
    /// <param name="references">One for each.</param>
    /// <param name="unit">Words or characters.</param>
    public static EditCounts Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, ErrorUnit unit)
        => ErrorRateCounter.CountsOf(Corpora.Sum(new ErrorRateCounter(unit), hypotheses, references));

    /// <summary>
    /// Counts the edits of texts with several references each, of which that with the fewest errors counts.
    /// </summary>
    /// <param name="hypotheses">The texts.</param>
    /// <param name="references">For each of them its references, at least one.</param>
    /// <param name="unit">Words or characters.</param>
    public static EditCounts Corpus(
        ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, ErrorUnit unit)
        => ErrorRateCounter.CountsOf(Corpora.Sum(new ErrorRateCounter(unit), hypotheses, references));

    /// <summary>Counts the edits of one text.</summary>
    /// <param name="unit">Words or characters.</param>
    /// <param name="hypothesis">The text.</param>
    /// <param name="references">Its references, at least one.</param>
    public static EditCounts Sentence(ErrorUnit unit, string hypothesis, params ReadOnlySpan<string> references)
        => ErrorRateCounter.CountsOf(Corpora.Sum(new ErrorRateCounter(unit), hypothesis, references));
}
