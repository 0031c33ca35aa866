using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A picture whose pixels are coloured by their scores.</summary>
public sealed record ImageSalienceBlock : ReportBlock
{
    /// <summary>The part of the pixels that share the strongest colour, so that a single one does not darken the rest.</summary>
    private const double Clipped = 0.01;

    /// <summary>Creates a picture.</summary>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="scores">One number for each pixel, row after row.</param>
    /// <exception cref="ArgumentException">There is not one number for each pixel.</exception>
    public ImageSalienceBlock(int height, int width, ValueList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (height < 1 || width < 1 || scores.Count != (long)height * width)
        {
            throw new ArgumentException(
                $"Expected {height} × {width} scores, one for each pixel; found {scores.Count}.", nameof(scores));
        }

        (Height, Width, Scores) = (height, width, scores);
    }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>One number for each pixel, row after row.</summary>
    public ValueList<double> Scores { get; }

    /// <summary>The picture itself, one brightness for each pixel, row after row; empty for none.</summary>
    public ValueList<byte> Background { get; init; } = [];

    /// <summary>Whether scores below zero speak against what is explained; if not, scores are sizes.</summary>
    /// <value>True by default.</value>
    public bool Signed { get; init; } = true;

    /// <summary>What a score above zero speaks for, such as "boot"; null to leave it open.</summary>
    public string? Supports { get; init; }

    /// <summary>What belongs to the picture: prediction, target, completeness.</summary>
    public ValueList<Fact> Facts { get; init; } = [];

    /// <summary>What the reader must know before trusting the colours.</summary>
    public ValueList<ParagraphBlock> Notes { get; init; } = [];

    /// <summary>The |score| that has the strongest colour; 1 when every score is zero.</summary>
    internal double Scale
    {
        get
        {
            double[] sizes = [.. Scores.Where(double.IsFinite).Select(Math.Abs).Order()];
            double limit = sizes.Length == 0 ? 0 : sizes[(int)((sizes.Length - 1) * (1 - Clipped))];
            limit = limit > 0 ? limit : sizes.LastOrDefault();
            return limit > 0 ? limit : 1;
        }
    }

    /// <summary>How strong a pixel is, in [-1, 1].</summary>
    internal double Strength(double score, double scale) =>
        !double.IsFinite(score) ? 0 : Math.Clamp((Signed ? score : Math.Abs(score)) / scale, -1, 1);

    /// <summary>In words: the size of the picture and its strongest pixel.</summary>
    internal string Describe()
    {
        int best = 0;
        for (int i = 1; i < Scores.Count; i++)
        {
            best = Math.Abs(Scores[i]) > Math.Abs(Scores[best]) ? i : best;
        }

        string score = Signed ? ReportNumber.Signed(Scores[best]) : ReportNumber.Format(Scores[best]);
        return $"scores of {Width} × {Height} pixels, the strongest {score} at row {best / Width}, column {best % Width}";
    }
}
