namespace Lit.Metrics.Text;

/// <summary>chrF: how many n-grams of characters, and for chrF++ of words, texts share with their references.</summary>
/// <remarks>
/// 100 · (1 + β²)PR / (β²P + R), with P and R the shares of n-grams of the texts, and of the references, that are on
/// the other side, averaged over orders. M. Popović: chrF: character n-gram F-score for automatic MT evaluation (2015),
/// chrF++: words helping character n-grams (2017); details as in sacreBLEU. From 0 to 100; 0 where nothing is shared or
/// texts are empty. Texts that are null are an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class Chrf
{
    private const double Epsilon = 1e-16;

    /// <summary>Scores texts against one reference each, as published scores are computed.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    public static double Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references)
        => Corpus(hypotheses, references, ChrfOptions.Default);

    /// <summary>Scores texts against one reference each.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">Which n-grams count, and how.</param>
    public static double Corpus(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, ChrfOptions options)
        => Value(Corpora.Sum(Counter(options), hypotheses, references), options);

    /// <summary>Scores texts against several references each: the best of them counts.</summary>
    /// <param name="hypotheses">The texts to score.</param>
    /// <param name="references">For each of them its references, at least one.</param>
    /// <param name="options">Which n-grams count, and how.</param>
    public static double Corpus(
        ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, ChrfOptions options)
        => Value(Corpora.Sum(Counter(options), hypotheses, references), options);

    /// <summary>Scores one text.</summary>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one.</param>
    public static double Sentence(string hypothesis, params ReadOnlySpan<string> references)
        => Sentence(ChrfOptions.Default, hypothesis, references);

    /// <summary>Scores one text.</summary>
    /// <param name="options">Which n-grams count, and how.</param>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">Its references, at least one.</param>
    public static double Sentence(ChrfOptions options, string hypothesis, params ReadOnlySpan<string> references)
        => Value(Corpora.Sum(Counter(options), hypothesis, references), options);

    /// <summary>The score that follows from the sums of <see cref="ChrfCounter"/>.</summary>
    internal static double Value(ReadOnlySpan<double> sums, ChrfOptions options)
    {
        double factor = options.Beta * options.Beta, smoothed = 0, precisions = 0, recalls = 0;
        int orders = 0;
        for (int i = 0; i < options.Orders; i++)
        {
            double own = sums[3 * i], wanted = sums[(3 * i) + 1], shared = sums[(3 * i) + 2];
            double precision = own > 0 ? shared / own : Epsilon, recall = wanted > 0 ? shared / wanted : Epsilon;
            double scale = (factor * precision) + recall;
            smoothed += scale > 0 ? (1 + factor) * precision * recall / scale : Epsilon;
            if (own > 0 && wanted > 0)
            {
                precisions += precision;
                recalls += recall;
                orders++;
            }
        }

        if (options.EpsilonSmoothing)
        {
            return 100 * smoothed / options.Orders;
        }

        double p = precisions / Math.Max(orders, 1), r = recalls / Math.Max(orders, 1);
        return p + r > 0 ? 100 * ((1 + factor) * p * r / ((factor * p) + r)) : 0;
    }

    private static ChrfCounter Counter(ChrfOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }
}
