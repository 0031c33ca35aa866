using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Word and character error rate of all texts together, such as transcripts of speech.</summary>
/// <remarks>See <see cref="ErrorRates"/>. 0 is best, more than 1 is possible.</remarks>
public sealed class ErrorRateMetrics : TextMetric
{
    private static readonly IReadOnlyList<TextScore> Rates =
    [
        new("wer", "Word errors per word of the references.", double.PositiveInfinity, MetricBestValue.Zero),
        new("cer", "Character errors per character of the references.", double.PositiveInfinity, MetricBestValue.Zero),
    ];

    private static readonly IReadOnlyList<TextScore> All =
    [
        .. Rates,
        new("mer", "Word errors among all word errors and hits.", 1, MetricBestValue.Zero),
        new("wil", "Word information lost.", 1, MetricBestValue.Zero),
        new("substitutions", "Words in place of others, per word of the references.", 1, MetricBestValue.Zero),
        new("deletions", "Missing words, per word of the references.", 1, MetricBestValue.Zero),
        new("insertions", "Words too much, per word of the references.", double.PositiveInfinity, MetricBestValue.Zero),
    ];

    /// <inheritdoc />
    public override string Name => "error_rates";

    /// <inheritdoc />
    public override string Description => "How many words and characters have to be edited to make texts of their references.";

    /// <summary>
    /// Whether to add the match error rate, the information lost, and the rate of each kind of error.
    /// </summary>
    public bool Extended { get; init; }

    private protected override IReadOnlyList<TextScore> Scores => Extended ? All : Rates;

    private protected override TextCounter CreateCounter() => new ErrorRateCounter(ErrorUnit.Words, ErrorUnit.Characters);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
    {
        EditCounts words = ErrorRateCounter.CountsOf(sums);
        values[0] = words.ErrorRate;
        values[1] = ErrorRateCounter.CountsOf(sums[ErrorRateCounter.CountsOfUnit..]).ErrorRate;
        if (Extended)
        {
            double length = words.ReferenceLength;
            values[2] = words.MatchErrorRate;
            values[3] = words.InformationLost;
            values[4] = words.Substitutions / length;
            values[5] = words.Deletions / length;
            values[6] = words.Insertions / length;
        }
    }
}
