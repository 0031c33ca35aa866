namespace Lit.Metrics.Text;

/// <summary>Mean METEOR of texts, without synonyms.</summary>
/// <remarks>See <see cref="Meteor"/>. From 0 to 1: 1 is best.</remarks>
public sealed class MeteorMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "meteor";

    /// <inheritdoc />
    public override string Description => "Words that texts share with their references, exactly or by stem, and in how many pieces.";

    /// <summary>How recall and order weigh.</summary>
    /// <value><see cref="MeteorOptions.Default"/> by default.</value>
    public MeteorOptions Options { get; init; } = MeteorOptions.Default;

    private protected override IReadOnlyList<TextScore> Scores { get; } =
    [
        new("meteor", "Mean METEOR of texts, matching words and stems but no synonyms.", 1),
    ];

    private protected override TextCounter CreateCounter() => new MeteorCounter(Options);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values) => values[0] = sums[0] / count;
}
