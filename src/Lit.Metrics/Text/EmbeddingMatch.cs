using System.Globalization;
using System.Numerics.Tensors;

namespace Lit.Metrics.Text;

/// <summary>
/// Matches the tokens of two texts by the vectors that a model gives them, each with the nearest, as BERTScore does.
/// </summary>
/// <remarks>
/// T. Zhang et al.: BERTScore: Evaluating Text Generation with BERT (2020). Vectors are row-major, a row for each
/// token; leave out the rows of special tokens. The cosine with a vector of zeros is 0.
/// </remarks>
public static class EmbeddingMatch
{
    /// <summary>Scores a text, every token the same.</summary>
    /// <param name="candidate">The vectors of the text.</param>
    /// <param name="reference">The vectors of the reference.</param>
    /// <param name="dimensions">How many numbers a vector has.</param>
    /// <returns>NaN when a side has no tokens.</returns>
    public static EmbeddingMatchScore Score(ReadOnlySpan<float> candidate, ReadOnlySpan<float> reference, int dimensions)
        => Score(candidate, reference, dimensions, [], []);

    /// <summary>Scores a text, rare tokens counting more.</summary>
    /// <param name="candidate">The vectors of the text.</param>
    /// <param name="reference">The vectors of the reference.</param>
    /// <param name="dimensions">How many numbers a vector has.</param>
    /// <param name="candidateWeights">
    /// A weight of at least 0 for each token of the text, such as its <see cref="InverseDocumentFrequency"/>; empty:
    /// each counts 1.
    /// </param>
    /// <param name="referenceWeights">The same for the reference.</param>
    /// <returns>NaN when a side has no tokens, or no weight.</returns>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit, or a number is not finite; the message says which.
    /// </exception>
    public static EmbeddingMatchScore Score(
        ReadOnlySpan<float> candidate,
        ReadOnlySpan<float> reference,
        int dimensions,
        ReadOnlySpan<double> candidateWeights,
        ReadOnlySpan<double> referenceWeights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        int own = Tokens(candidate, dimensions, candidateWeights, nameof(candidate));
        int wanted = Tokens(reference, dimensions, referenceWeights, nameof(reference));
        double[] best = new double[own], bestOfReference = new double[wanted];
        Array.Fill(best, double.NegativeInfinity);
        Array.Fill(bestOfReference, double.NegativeInfinity);
        double[] rows = Normalize(candidate, dimensions), columns = Normalize(reference, dimensions);
        for (int i = 0; i < own; i++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(i * dimensions, dimensions);
            for (int j = 0; j < wanted; j++)
            {
                double cosine = TensorPrimitives.Dot(row, columns.AsSpan(j * dimensions, dimensions));
                best[i] = Math.Max(best[i], cosine);
                bestOfReference[j] = Math.Max(bestOfReference[j], cosine);
            }
        }

        return own == 0 || wanted == 0
            ? new(double.NaN, double.NaN)
            : new(Mean(best, candidateWeights), Mean(bestOfReference, referenceWeights));
    }

    private static int Tokens(ReadOnlySpan<float> vectors, int dimensions, ReadOnlySpan<double> weights, string parameter)
    {
        if (vectors.Length % dimensions != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {dimensions} numbers, one for each token; found {vectors.Length} numbers.", parameter);
        }

        int tokens = vectors.Length / dimensions;
        if (!weights.IsEmpty)
        {
            Spans.SameLength(tokens, weights.Length, "weights of tokens", parameter);
            Spans.Weights(tokens, weights);
        }

        for (int i = 0; i < vectors.Length; i++)
        {
            if (!float.IsFinite(vectors[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Expected finite numbers; found {vectors[i]} for token {i / dimensions}."),
                    parameter);
            }
        }

        return tokens;
    }

    private static double[] Normalize(ReadOnlySpan<float> vectors, int dimensions)
    {
        double[] rows = new double[vectors.Length];
        TensorPrimitives.ConvertTruncating(vectors, rows);
        for (int start = 0; start < rows.Length; start += dimensions)
        {
            Span<double> row = rows.AsSpan(start, dimensions);
            double length = TensorPrimitives.Norm<double>(row);
            if (length > 0)
            {
                TensorPrimitives.Divide(row, length, row);
            }
        }

        return rows;
    }

    private static double Mean(double[] values, ReadOnlySpan<double> weights)
        => weights.IsEmpty
            ? TensorPrimitives.Sum<double>(values) / values.Length
            : TensorPrimitives.Dot(values, weights) / TensorPrimitives.Sum(weights);
}
