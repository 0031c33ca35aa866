using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Translation edit rate of all texts together.</summary>
/// <remarks>See <see cref="Ter"/>. In percent: 0 is best, more than 100 is possible.</remarks>
public sealed class TerMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "ter";

    /// <inheritdoc />
    public override string Description => "How many words have to be edited or moved to make texts of their references.";

    /// <summary>How texts are read.</summary>
    /// <value><see cref="TerOptions.Default"/> by default.</value>
    public TerOptions Options { get; init; } = TerOptions.Default;

    private protected override IReadOnlyList<TextScore> Scores { get; } =
    [
        new("ter", "Edits per hundred words of the references.", double.PositiveInfinity, MetricBestValue.Zero),
    ];

    private protected override TextCounter CreateCounter() => new TerCounter(Options);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
        => values[0] = Ter.Value(sums);
}
