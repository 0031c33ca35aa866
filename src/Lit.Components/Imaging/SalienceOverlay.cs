using Lit.Api.Imaging;

namespace Lit.Components.Imaging;

/// <summary>Draws scores of pixels in colours over the darkened grey image.</summary>
public static class SalienceOverlay
{
    /// <summary>Draws scores over an image.</summary>
    /// <param name="image">The image; its size is that of the result.</param>
    /// <param name="scores">Shape <c>[height, width]</c>, row after row; brought to the size of the image.</param>
    /// <param name="width">The width of the map of scores.</param>
    /// <param name="height">The height of the map of scores.</param>
    /// <param name="options">Colours and cuts.</param>
    /// <returns>A picture in red, green and blue.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as pixels.</exception>
    public static RasterImage Draw(
        RasterImage image, ReadOnlySpan<double> scores, int width, int height, OverlayOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        if (scores.Length != (long)width * height)
        {
            throw new ArgumentException(
                $"Expected one score for each of {height} × {width} pixels, found {scores.Length}.", nameof(scores));
        }

        double[] map = Scale(scores, options);
        byte[] colours = new byte[4 * map.Length];
        for (int i = 0; i < map.Length; i++)
        {
            Colour(map[i], options, colours.AsSpan(4 * i, 4));
        }

        var layer = new RasterImage(width, height, 4, colours).Resize(image.Width, image.Height);
        return Over(layer, Darkened(image));
    }

    private static double[] Scale(ReadOnlySpan<double> scores, OverlayOptions options)
    {
        double[] map = scores.ToArray();
        if (options.Signed)
        {
            MapScaling.ClipSigned(map, options.ClipFraction);
            bool blank = options.LitCompatible && Array.TrueForAll(map, score => score == 0);
            if (!blank)
            {
                MapScaling.NormalizeSigned(map);
            }

            return map;
        }

        for (int i = 0; i < map.Length; i++)
        {
            map[i] = options.LitCompatible ? Math.Abs(map[i]) : Math.Max(0, map[i]);
        }

        MapScaling.ClipUnsigned(map, options.ClipFraction);
        MapScaling.NormalizeUnsigned(map);
        return map;
    }

    private static void Colour(double score, OverlayOptions options, Span<byte> colour)
    {
        double u = Math.Min(255, Math.Floor(256 * score)) / 255;
        var (red, green, blue) = options.Colors switch
        {
            OverlayColors.Summer => (u, 0.5 + (0.5 * u), 0.4),
            _ when u <= 0.5 => (2 * u, 2 * u, 1),
            _ => (1, 2 - (2 * u), 2 - (2 * u)),
        };
        double alpha = (options.FadeByScore, options.Signed) switch
        {
            (false, _) => 1,
            (true, true) => 2 * Math.Abs(score - 0.5),
            _ => options.LitCompatible ? 1 - score : score,
        };
        colour[0] = (byte)(255 * red);
        colour[1] = (byte)(255 * green);
        colour[2] = (byte)(255 * blue);
        colour[3] = (byte)(255 * Math.Clamp(alpha * options.Opacity, 0, 1));
    }

    /// <summary>The image in half the brightness, then in grey.</summary>
    private static RasterImage Darkened(RasterImage image)
    {
        RasterImage rgb = image.ToRgb();
        byte[] half = [.. rgb.Pixels.ToArray().Select(pixel => (byte)(pixel / 2))];
        return new RasterImage(image.Width, image.Height, 3, half).ToGrey();
    }

    private static RasterImage Over(RasterImage layer, RasterImage grey)
    {
        byte[] pixels = new byte[3 * grey.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int pixel = i / 3;
            double alpha = layer.Pixels[(4 * pixel) + 3] / 255.0;
            pixels[i] = (byte)Math.Round(
                (alpha * layer.Pixels[(4 * pixel) + (i % 3)]) + ((1 - alpha) * grey.Pixels[pixel]));
        }

        return new RasterImage(grey.Width, grey.Height, 3, pixels);
    }
}
