namespace Lit.Metrics.Text;

/// <summary>
/// BLEU: how many n-grams of texts are in their references, with a penalty for texts that are too short.
/// </summary>
/// <remarks>
/// BP · exp(¼ Σ ln pₙ) · 100, with pₙ the share of n-grams found and BP = exp(1 − r/c) where the c words of the texts
/// are fewer than the r of their references. K. Papineni et al.: BLEU: a Method for Automatic Evaluation of Machine
/// Translation (2002); smoothing and tokenizers as in sacreBLEU. Texts that are null are an
/// <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class Bleu
{
    private const double LogarithmOfNothing = -9999999999;

    /// <summary>Scores texts against one reference each, as published scores are computed.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    public static BleuScore Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references)
        => Corpus(hypotheses, references, BleuOptions.Default);

    /// <summary>Scores texts against one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">Tokenizer and smoothing.</param>
    public static BleuScore Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, BleuOptions options)
        => FromSums(Corpora.Sum(Counter(options), hypotheses, references), options);

    /// <summary>
    /// Scores texts against several references each: an n-gram counts as often as in the reference that has most of it.
    /// </summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">For each of them its references, at least one.</param>
    /// <param name="options">Tokenizer and smoothing.</param>
    public static BleuScore Corpus(
        ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, BleuOptions options)
        => FromSums(Corpora.Sum(Counter(options), hypotheses, references), options);

    /// <summary>Scores one text, leaving out orders that it is too short for.</summary>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one.</param>
    public static BleuScore Sentence(string hypothesis, params ReadOnlySpan<string> references)
        => Sentence(BleuOptions.Sentence, hypothesis, references);

    /// <summary>Scores one text.</summary>
    /// <param name="options">Tokenizer and smoothing.</param>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one.</param>
    public static BleuScore Sentence(BleuOptions options, string hypothesis, params ReadOnlySpan<string> references)
        => FromSums(Corpora.Sum(Counter(options), hypothesis, references), options);

    /// <summary>
    /// The score that follows from the sums of <see cref="BleuCounter"/>, with the precisions it is made of.
    /// </summary>
    internal static double Value(ReadOnlySpan<double> sums, BleuOptions options, Span<double> precisions, out double brevity)
    {
        int order = options.Order;
        ReadOnlySpan<double> matches = sums[..order], totals = sums.Slice(order, order);
        double words = sums[2 * order], wanted = sums[(2 * order) + 1];
        brevity = words >= wanted ? 1 : words > 0 ? Math.Exp(1 - (wanted / words)) : 0;
        precisions.Clear();
        if (!matches.ContainsAnyExcept(0))
        {
            return 0;
        }

        double halving = 1, added = options.SmoothingValue ?? (options.Smoothing == BleuSmoothing.Floor ? 0.1 : 1);
        int orders = order;
        for (int n = 1; n <= order; n++)
        {
            double extra = options.Smoothing == BleuSmoothing.AddK && n > 1 ? added : 0;
            double found = matches[n - 1] + extra, total = totals[n - 1] + extra;
            if (total == 0)
            {
                break;
            }

            orders = options.EffectiveOrder ? n : order;
            precisions[n - 1] = found > 0
                ? 100 * found / total
                : options.Smoothing switch
                {
                    BleuSmoothing.Exponential => 100 / ((halving *= 2) * total),
                    BleuSmoothing.Floor => 100 * added / total,
                    _ => 0,
                };
        }

        double logarithms = 0;
        foreach (double precision in precisions[..orders])
        {
            logarithms += precision == 0 ? LogarithmOfNothing : Math.Log(precision);
        }

        return brevity * Math.Exp(logarithms / orders);
    }

    private static BleuCounter Counter(BleuOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }

    private static BleuScore FromSums(double[] sums, BleuOptions options)
    {
        int order = options.Order;
        double[] precisions = new double[order];
        double value = Value(sums, options, precisions, out double brevity);
        return new(
            value,
            [.. sums[..order].Select(count => (long)count)],
            [.. sums[order..(2 * order)].Select(count => (long)count)],
            [.. precisions],
            brevity,
            (long)sums[2 * order],
            (long)sums[(2 * order) + 1]);
    }
}
