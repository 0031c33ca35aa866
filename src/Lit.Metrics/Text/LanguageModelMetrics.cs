using System.Text;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Perplexity, and bits per byte, of the texts that a language model scored.</summary>
/// <remarks>
/// Predictions are <see cref="TokenScores"/>, natural logarithms of the probabilities of tokens; NaN for tokens that do
/// not count, such as the first. Bits per byte need the text that was scored, a field of the dataset. See
/// <see cref="LanguageModel"/>.
/// </remarks>
public sealed class LanguageModelMetrics : AdditiveMetric
{
    private static readonly Spec OfTokens = new()
    {
        ["perplexity"] = Least("exp of the mean surprise of a token in nats: among how many equal tokens one would be as unsure."),
        ["bits_per_token"] = Least("Mean surprise of a token in bits."),
        ["mean_perplexity"] = Least("Mean of the perplexities of examples."),
    };

    private static readonly Spec OfTexts = new()
    {
        ["perplexity"] = OfTokens["perplexity"],
        ["bits_per_token"] = OfTokens["bits_per_token"],
        ["mean_perplexity"] = OfTokens["mean_perplexity"],
        ["bits_per_byte"] = Least("Mean surprise of a byte of the text in UTF-8, in bits."),
        ["bits_per_character"] = Least("Mean surprise of a code point of the text, in bits."),
    };

    /// <inheritdoc />
    public override string Name => "language_model";

    /// <inheritdoc />
    public override string Description => "How well a language model foresees texts: perplexity and bits per byte.";

    /// <inheritdoc />
    public override Spec MetaSpec => TextField is null ? OfTokens : OfTexts;

    /// <summary>The field of the dataset with the texts that were scored; null for scores of tokens only.</summary>
    public string? TextField { get; init; }

    /// <inheritdoc />
    protected override bool NeedsLabel => false;

    /// <inheritdoc />
    protected override int SumCount => 5;

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction is TokenScores
            ? Compatibility.Full
            : new([new("prediction", nameof(TokenScores), prediction.GetType().Name)]);
    }

    /// <inheritdoc />
    protected override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
    {
        ArgumentNullException.ThrowIfNull(batch);
        string? text = null;
        if (!batch.TryGetPrediction(row, out IReadOnlyList<double> logarithms)
            || (TextField is not null && (text = batch.Field(row, TextField) as string) is null))
        {
            return false;
        }

        (double sum, long tokens) = Sum(batch, row, logarithms);
        if (tokens == 0)
        {
            return false;
        }

        sums[0] = sum;
        sums[1] = tokens;
        sums[2] = Math.Exp(sum / tokens);
        sums[3] = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        sums[4] = text is null ? 0 : LanguageModel.CodePoints(text);
        return true;
    }

    /// <inheritdoc />
    protected override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores)
    {
        var score = new LanguageModelScore(sums[0], (long)sums[1], (long)sums[3], (long)sums[4]);
        scores[0] = score.Perplexity;
        scores[1] = score.BitsPerToken;
        scores[2] = sums[2] / count;
        if (TextField is not null)
        {
            scores[3] = score.BitsPerByte;
            scores[4] = score.BitsPerCharacter;
        }
    }

    /// <inheritdoc />
    protected override (double Least, double Greatest) RangeOf(string score)
        => (score is "perplexity" or "mean_perplexity" ? 1 : 0, double.PositiveInfinity);

    private static (double Sum, long Tokens) Sum(MetricBatch batch, int row, IReadOnlyList<double> logarithms)
    {
        try
        {
            return LanguageModel.Sum([.. logarithms]);
        }
        catch (ArgumentException problem)
        {
            throw new LitException($"Row {row}, field '{batch.Fields.PredictionField}': {problem.Message}");
        }
    }

    private static MetricResult Least(string description)
        => new() { BestValue = MetricBestValue.Lowest, Description = description };
}
