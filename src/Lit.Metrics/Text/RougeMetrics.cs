namespace Lit.Metrics.Text;

/// <summary>Mean ROUGE of texts.</summary>
/// <remarks>See <see cref="Rouge"/>. From 0 to 1: 1 is best.</remarks>
public sealed class RougeMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "rouge";

    /// <inheritdoc />
    public override string Description => "How much texts share with their references, in words or in order; mean over examples.";

    /// <summary>What to look for in texts and references.</summary>
    /// <value>The longest common subsequence alone by default, as in LIT.</value>
    public IReadOnlyList<RougeKind> Kinds { get; init; } = [RougeKind.L];

    /// <summary>
    /// Whether words of more than three letters are cut to their stems, by Porter's rules for English.
    /// </summary>
    /// <value>True by default, as in LIT.</value>
    public bool Stem { get; init; } = true;

    /// <summary>Whether to add precision and recall of each kind.</summary>
    public bool Extended { get; init; }

    private protected override IReadOnlyList<TextScore> Scores => field ??=
    [
        .. Kinds.Select(kind => new TextScore(kind.Name, $"Mean F score of {kind}.", 1)),
        .. Extended
            ? Kinds.SelectMany(kind => (TextScore[])
            [
                new($"{kind}_precision", $"Mean share of the text that is in the reference, by {kind}.", 1),
                new($"{kind}_recall", $"Mean share of the reference that is in the text, by {kind}.", 1),
            ])
            : [],
    ];

    private protected override TextCounter CreateCounter() => new RougeCounter(Kinds, Stem);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
    {
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            ReadOnlySpan<double> own = sums.Slice(RougeCounter.NumbersOfKind * kind, RougeCounter.NumbersOfKind);
            values[kind] = own[2] / count;
            if (Extended)
            {
                values[Kinds.Count + (2 * kind)] = own[0] / count;
                values[Kinds.Count + (2 * kind) + 1] = own[1] / count;
            }
        }
    }
}
