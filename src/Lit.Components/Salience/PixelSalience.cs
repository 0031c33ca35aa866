using System.Numerics.Tensors;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>The scores of the pixels of one image.</summary>
public sealed record PixelSalience
{
    internal PixelSalience(string field, int height, int width, ReadOnlySpan<double> scores, ReadOnlySpan<double> shares)
    {
        if (scores.Length != (long)height * width)
        {
            throw new LitException(
                $"Input '{field}': expected one score for each of {height} × {width} pixels, found {scores.Length}.");
        }

        (Field, Height, Width) = (field, height, width);
        (Scores, Shares) = (new(scores.ToArray()), new(shares.ToArray()));
    }

    /// <summary>The name of the model's input that the scores belong to.</summary>
    public string Field { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>One number for each pixel, row after row: all channels of the pixel together.</summary>
    public ValueList<double> Scores { get; }

    /// <summary>
    /// Each of <see cref="Scores"/> as a part of the sum of all |scores|; zero if all scores are.
    /// </summary>
    public ValueList<double> Shares { get; }

    /// <summary>The scores of every channel, in the shape of the model's input; null for a method that scores pixels only.</summary>
    public Tensor<float>? Elements { get; init; }

    /// <summary>The brightness of the image, one number for each pixel, row after row; empty when it is not known.</summary>
    public ValueList<byte> Picture { get; init; } = [];

    /// <summary>The scores in colours over the image, as the data URL of a PNG; null for a method that draws none.</summary>
    public string? Overlay { get; init; }

    /// <summary>The sum of the scores of all pixels.</summary>
    public double Total => Scores.Sum();

    /// <summary>The score of a pixel.</summary>
    /// <param name="row">Its row, from 0 at the top.</param>
    /// <param name="column">Its column, from 0 at the left.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Height);
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Width);
            return Scores[(row * Width) + column];
        }
    }
}
