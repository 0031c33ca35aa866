namespace Lit.Metrics.Text;

/// <summary>BLEU of all texts together.</summary>
/// <remarks>See <see cref="Bleu"/>. In percent: 100 is best.</remarks>
public sealed class BleuMetrics : TextMetric
{
    /// <inheritdoc />
    public override string Name => "bleu";

    /// <inheritdoc />
    public override string Description => "How many n-grams of texts are in their references, over all examples together.";

    /// <summary>Tokenizer and smoothing.</summary>
    /// <value>
    /// <see cref="BleuOptions.Lit"/> by default; its scores cannot be compared with published ones, those of
    /// <see cref="BleuOptions.Default"/> can, and are named <c>corpus_bleu_13a</c>.
    /// </value>
    public BleuOptions Options { get; init; } = BleuOptions.Lit;

    /// <summary>Whether to add the brevity penalty and the precision of each order.</summary>
    public bool Extended { get; init; }

    private protected override IReadOnlyList<TextScore> Scores => field ??=
    [
        new(Options == BleuOptions.Lit ? "corpus_bleu" : $"corpus_bleu_{Options.Tokenizer}", "BLEU of all texts, 0 to 100.", 100),
        .. Extended
            ? Enumerable.Range(1, Options.Order)
                .Select(n => new TextScore($"precision_{n}", $"Share of {n}-grams that are in the references, 0 to 100, smoothed.", 100))
                .Prepend(new("brevity_penalty", "What the score is multiplied by because texts are short.", 1))
            : [],
    ];

    private protected override TextCounter CreateCounter() => new BleuCounter(Options);

    private protected override void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values)
    {
        Span<double> precisions = stackalloc double[Options.Order];
        values[0] = Bleu.Value(sums, Options, precisions, out double brevity);
        if (Extended)
        {
            values[1] = brevity;
            precisions.CopyTo(values[2..]);
        }
    }
}
