using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Share of texts that equal their reference, character by character unless asked otherwise.</summary>
/// <remarks>
/// A reference may be the labels of <see cref="MultiSegmentAnnotations"/>, any of which will do; where there are none,
/// no text is right.
/// </remarks>
public sealed class ExactMatchMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "exactmatch";

    /// <inheritdoc />
    public override string Description => "The share of texts that equal their reference.";

    /// <summary>What does not matter when texts are compared.</summary>
    /// <value><see cref="TextNormalization.None"/> by default, as in LIT.</value>
    public TextNormalization Normalization { get; init; }

    private protected override IReadOnlyList<TextScore> Scores { get; } = [new("exactmatch", "Share of texts that equal their reference.", 1)];

    private protected override string LabelsTaken
        => $"{nameof(TextSegment)}, {nameof(MultiSegmentAnnotations)} or {nameof(ReferenceTexts)}";

    private protected override bool TakesLabel(LitType? label)
        => label is TextSegment or MultiSegmentAnnotations || (!LitCompatible && label is ReferenceTexts);

    private protected override ReadOnlySpan<string> References(MetricBatch batch, int row)
        => batch.Fields.Label is not MultiSegmentAnnotations
            ? base.References(batch, row)
            : batch.TryGetLabel(row, out IReadOnlyList<AnnotationCluster> clusters)
                ? (string[])clusters.Select(cluster => cluster.Label).DefaultIfEmpty().ToArray()!
                : [];

    private protected override TextCounter CreateCounter() => new ExactMatchCounter(Normalization);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values) => values[0] = sums[0] / count;
}
