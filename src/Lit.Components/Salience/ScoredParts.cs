using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>
/// The parts of one example's input that get a score each: tokens, features, pixels, or single numbers. It knows which
/// numbers of the input belong to a part, and puts scores into a result.
/// </summary>
internal abstract class ScoredParts(int count, int numbers)
{
    /// <summary>How many parts there are.</summary>
    public int Count => count;

    /// <summary>The parts of what a model's gradient was taken with respect to.</summary>
    /// <param name="input">What the numbers are.</param>
    /// <param name="text">The text that the tokens come from; null for an input that is no text.</param>
    /// <param name="example">The example, for the values of its features.</param>
    /// <param name="shape">The shape of the numbers.</param>
    public static ScoredParts Of(GradientInput input, TokenizedText? text, Example example, ReadOnlySpan<nint> shape)
    {
        if (input.IsPerToken && text is not null && shape.Length > 0 && shape[0] == text.Tokens.Count)
        {
            return new TokenParts(input.Name, text, shape);
        }

        return input switch
        {
            { Image: { } layout } when shape.Length >= 2 => new PixelParts(input, layout, shape),
            { Columns.Count: > 0 } when shape.Length == 1 => new FeatureParts(input, example, shape),
            { Kind: GradientInputKind.Values } when shape.Length <= 1 => new FeatureParts(input, example, shape),
            _ => new NumberParts(input.Name, shape),
        };
    }

    /// <summary>The tokens of a text as parts.</summary>
    /// <param name="name">The name of the field or input.</param>
    /// <param name="text">The text.</param>
    /// <param name="numbers">How many numbers all tokens have together.</param>
    public static ScoredParts OfTokens(string name, TokenizedText text, int numbers)
    {
        int tokens = text.Tokens.Count;
        return new TokenParts(name, text, [tokens, tokens == 0 ? 0 : numbers / tokens]);
    }

    /// <summary>The L2 norm of the numbers of each part.</summary>
    public double[] Norms<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        Check(values.Length);
        double[] scores = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            scores[PartOf(i)] += value * value;
        }

        TensorPrimitives.Sqrt<double>(scores, scores);
        return scores;
    }

    /// <summary>The sum of the numbers of each part.</summary>
    public double[] Sums<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        if (values.Length == count)
        {
            double[] same = new double[count];
            TensorPrimitives.ConvertTruncating(values, same);
            return same;
        }

        Check(values.Length);
        double[] scores = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            scores[PartOf(i)] += double.CreateTruncating(values[i]);
        }

        return scores;
    }

    /// <summary>The sum of the products of the numbers of each part.</summary>
    public double[] Dots<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : INumberBase<T>
    {
        Check(left.Length);
        Check(right.Length);
        double[] scores = new double[count];
        for (int i = 0; i < left.Length; i++)
        {
            scores[PartOf(i)] += double.CreateTruncating(left[i]) * double.CreateTruncating(right[i]);
        }

        return scores;
    }

    /// <summary>Adds the scores to a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="scores">One for each part.</param>
    /// <param name="shares">The same, normalized as the options say.</param>
    /// <param name="elements">The score of every number, where the method has such; null if not.</param>
    /// <param name="values">The numbers of the example, for a picture; empty if they are not known.</param>
    public abstract SalienceResult Add(
        SalienceResult result, double[] scores, double[] shares, Tensor<float>? elements, ReadOnlySpan<float> values);

    /// <summary>The part that a number belongs to.</summary>
    public abstract int PartOf(int number);

    private void Check(int found)
    {
        if (found != numbers)
        {
            throw new LitException($"Expected {numbers} numbers for {count} scored parts, found {found}.");
        }
    }

    private static int Size(ReadOnlySpan<nint> shape)
    {
        nint size = 1;
        foreach (nint length in shape)
        {
            size = checked(size * length);
        }

        return checked((int)size);
    }

    private sealed class TokenParts(string name, TokenizedText text, ReadOnlySpan<nint> shape)
        : ScoredParts(text.Tokens.Count, Size(shape))
    {
        private readonly int _width = Math.Max(1, Size(shape[1..]));

        public override SalienceResult Add(
            SalienceResult result, double[] scores, double[] shares, Tensor<float>? elements, ReadOnlySpan<float> values) =>
            result with { Texts = [.. result.Texts, new TextSalience(name, text, scores, shares)] };

        public override int PartOf(int number) => number / _width;
    }

    private sealed class FeatureParts(GradientInput input, Example example, FeatureGroup[] groups, int numbers)
        : ScoredParts(groups.Length, numbers)
    {
        private readonly int[] _parts = [.. groups.SelectMany((group, i) => Enumerable.Repeat(i, group.Count))];

        public FeatureParts(GradientInput input, Example example, ReadOnlySpan<nint> shape)
            : this(input, example, FeatureGroups.Of(input, Size(shape)), Size(shape))
        {
        }

        public override SalienceResult Add(
            SalienceResult result, double[] scores, double[] shares, Tensor<float>? elements, ReadOnlySpan<float> values) =>
            result with { Tables = [.. result.Tables, new TabularSalience(input, example, groups, scores, shares)] };

        public override int PartOf(int number) => _parts[number];
    }

    private sealed class PixelParts(GradientInput input, PixelGrid grid) : ScoredParts(grid.Height * grid.Width, grid.Size)
    {
        public PixelParts(GradientInput input, ImageLayout layout, ReadOnlySpan<nint> shape)
            : this(input, PixelGrid.Of(layout, shape))
        {
        }

        public override SalienceResult Add(
            SalienceResult result, double[] scores, double[] shares, Tensor<float>? elements, ReadOnlySpan<float> values) =>
            result with
            {
                Images =
                [
                    .. result.Images,
                    new PixelSalience(input.Name, grid.Height, grid.Width, scores, shares)
                    {
                        Elements = elements,
                        Picture = values.Length == grid.Size ? new(grid.Brightness(values)) : [],
                    },
                ],
            };

        public override int PartOf(int number) => grid.PixelOf(number);
    }

    private sealed class NumberParts(string name, ReadOnlySpan<nint> shape) : ScoredParts(Size(shape), Size(shape))
    {
        private readonly nint[] _shape = shape.ToArray();

        public override SalienceResult Add(
            SalienceResult result, double[] scores, double[] shares, Tensor<float>? elements, ReadOnlySpan<float> values) =>
            result with { Tensors = [.. result.Tensors, new TensorSalience(name, _shape, scores, shares)] };

        public override int PartOf(int number) => number;
    }
}
