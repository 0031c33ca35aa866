namespace Lit.Metrics.Text;

/// <summary>Share of right answers to questions, and mean F1 of their words.</summary>
/// <remarks>See <see cref="Answers"/>. From 0 to 1: 1 is best.</remarks>
public sealed class AnswerMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "answers";

    /// <inheritdoc />
    public override string Description => "Exact match and F1 of words of short answers, without case, punctuation and articles.";

    private protected override IReadOnlyList<TextScore> Scores { get; } =
    [
        new("exact_match", "Share of answers that equal a right one.", 1),
        new("token_f1", "Mean F1 of the words of answers.", 1),
    ];

    private protected override TextCounter CreateCounter() => new AnswerCounter(TextNormalization.Answer);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
        => (values[0], values[1]) = (sums[0] / count, sums[1] / count);
}
