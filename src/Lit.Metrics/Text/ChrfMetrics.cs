namespace Lit.Metrics.Text;

/// <summary>chrF of all texts together.</summary>
/// <remarks>See <see cref="Chrf"/>. In percent: 100 is best.</remarks>
public sealed class ChrfMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "chrf";

    /// <inheritdoc />
    public override string Description => "How many n-grams of characters texts share with their references, over all examples together.";

    /// <summary>Which n-grams count, and how.</summary>
    /// <value><see cref="ChrfOptions.Default"/> by default. With words the score is named <c>chrf++</c>.</value>
    public ChrfOptions Options { get; init; } = ChrfOptions.Default;

    private protected override IReadOnlyList<TextScore> Scores => field ??=
    [
        new(Options.WordOrder > 0 ? "chrf++" : "chrf", "F score of n-grams of all texts, 0 to 100.", 100),
    ];

    private protected override TextCounter CreateCounter() => new ChrfCounter(Options);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
        => values[0] = Chrf.Value(sums, Options);
}
