using System.Numerics.Tensors;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>
/// Mean precision, recall and F of matching the tokens of texts with those of their references by vectors.
/// </summary>
/// <remarks>
/// Predictions are <see cref="TokenEmbeddings"/> of the texts, those of the references a field of the dataset. See
/// <see cref="EmbeddingMatch"/>. Examples without vectors on either side are left out and counted.
/// </remarks>
public sealed class EmbeddingMatchMetrics : AdditiveMetric
{
    private static readonly Spec Scores = new()
    {
        ["match_precision"] = Best("Mean cosine of a token of the text with the nearest token of the reference."),
        ["match_recall"] = Best("Mean cosine of a token of the reference with the nearest token of the text."),
        ["match_f"] = Best("Mean over examples of the harmonic mean of the two."),
    };

    /// <inheritdoc />
    public override string Name => "embedding_match";

    /// <inheritdoc />
    public override string Description => "How near the tokens of texts are to those of their references, by vectors that a model gives.";

    /// <inheritdoc />
    public override Spec MetaSpec => Scores;

    /// <summary>The field of the dataset with the <see cref="TokenEmbeddings"/> of the references.</summary>
    public required string ReferenceField { get; init; }

    /// <summary>What texts score that have nothing to do with each other; it becomes 0.</summary>
    /// <value>0 by default, which changes nothing.</value>
    public double Baseline { get; init; }

    /// <inheritdoc />
    protected override bool NeedsLabel => false;

    /// <inheritdoc />
    protected override int SumCount => 3;

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction is TokenEmbeddings
            ? Compatibility.Full
            : new([new("prediction", nameof(TokenEmbeddings), prediction.GetType().Name)]);
    }

    /// <inheritdoc />
    protected override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!batch.TryGetPrediction(row, out Tensor<float> candidate) || batch.Field(row, ReferenceField) is not { } value)
        {
            return false;
        }

        Tensor<float> reference = value as Tensor<float>
            ?? throw new LitException($"Row {row}, field '{ReferenceField}': expected vectors of tokens, found {value.GetType().Name}.");
        if (candidate.Rank != 2 || reference.Rank != 2 || candidate.Lengths[1] != reference.Lengths[1])
        {
            throw new LitException(
                $"Row {row}, fields '{batch.Fields.PredictionField}' and '{ReferenceField}': expected vectors of one length for each "
                + $"token, found shapes [{string.Join(", ", candidate.Lengths.ToArray())}] and "
                + $"[{string.Join(", ", reference.Lengths.ToArray())}].");
        }

        if (candidate.FlattenedLength == 0 || reference.FlattenedLength == 0)
        {
            return false;
        }

        EmbeddingMatchScore score = EmbeddingMatch
            .Score(Flat(candidate), Flat(reference), (int)candidate.Lengths[1])
            .Rescale(Baseline);
        (sums[0], sums[1], sums[2]) = (score.Precision, score.Recall, score.F);
        return true;
    }

    /// <inheritdoc />
    protected override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores)
        => (scores[0], scores[1], scores[2]) = (sums[0] / count, sums[1] / count, sums[2] / count);

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] flat = new float[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }

    private static MetricResult Best(string description)
        => new() { BestValue = MetricBestValue.Highest, Description = description };
}
