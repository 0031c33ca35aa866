using Lit.Types;

namespace Lit.Api.Imaging;

/// <summary>A picture in memory: 8 bits a channel.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RasterImage
{
    private const string Base64Marker = ";base64,";

    private readonly byte[] _pixels;

    /// <summary>Creates a picture.</summary>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    /// <param name="pixels">Shape <c>[height, width, channels]</c>, row after row; copied.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as pixels and channels tell.</exception>
    public RasterImage(int width, int height, int channels, ReadOnlySpan<byte> pixels)
        : this(width, height, channels, pixels.ToArray())
    {
    }

    internal RasterImage(int width, int height, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if ((long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException(
                $"Expected {height} × {width} pixels of {channels} channels, found {pixels.Length} numbers.",
                nameof(pixels));
        }

        (Width, Height, Channels, _pixels) = (width, height, channels, pixels);
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha.</summary>
    public int Channels { get; }

    /// <summary>Shape <c>[height, width, channels]</c>, row after row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Reads the data URL of a PNG file, as LIT's image fields hold it.</summary>
    /// <param name="dataUrl">The URL, or the base64 text alone.</param>
    /// <exception cref="LitException">It is not base64, not a PNG file, or the file is damaged.</exception>
    public static RasterImage FromDataUrl(string dataUrl)
    {
        ArgumentNullException.ThrowIfNull(dataUrl);
        int marker = dataUrl.IndexOf(Base64Marker, StringComparison.Ordinal);
        ReadOnlySpan<char> text = marker < 0 ? dataUrl : dataUrl.AsSpan(marker + Base64Marker.Length);
        byte[] file = new byte[((text.Length / 4) + 1) * 3];
        return Convert.TryFromBase64Chars(text, file, out int length)
            ? FromPng(file.AsSpan(0, length))
            : throw new LitException("Expected an image as a data URL with base64 content; found other text.");
    }

    /// <summary>Reads a PNG file: all kinds of pixels, interlaced or not; of 16 bits a channel the upper 8.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="LitException">It is not a PNG file, is damaged, or has more than 2²⁶ pixels.</exception>
    public static RasterImage FromPng(ReadOnlySpan<byte> file) => PngDecoder.Decode(file);

    /// <summary>The picture as the data URL of a PNG file.</summary>
    public string ToDataUrl() => PngImage.ToDataUrl(_pixels, Width, Height);

    /// <summary>The picture in grey: (19595 R + 38470 G + 7471 B) / 2¹⁶; alpha is dropped.</summary>
    public RasterImage ToGrey() => Map(1, (from, to) =>
        to[0] = Channels < 3
            ? from[0]
            : (byte)(((19595 * from[0]) + (38470 * from[1]) + (7471 * from[2]) + 32768) >> 16));

    /// <summary>The picture in red, green and blue; alpha is dropped.</summary>
    public RasterImage ToRgb() => Map(3, (from, to) =>
    {
        to[0] = from[0];
        to[1] = Channels < 3 ? from[0] : from[1];
        to[2] = Channels < 3 ? from[0] : from[2];
    });

    /// <summary>The picture in red, green, blue and alpha; opaque if it had no alpha.</summary>
    public RasterImage ToRgba() => Map(4, (from, to) =>
    {
        to[0] = from[0];
        to[1] = Channels < 3 ? from[0] : from[1];
        to[2] = Channels < 3 ? from[0] : from[2];
        to[3] = Channels is 2 or 4 ? from[^1] : byte.MaxValue;
    });

    /// <summary>
    /// The picture in another size, by linear interpolation; what gets smaller is averaged over what it covers.
    /// </summary>
    /// <param name="width">The new width in pixels, at least 1.</param>
    /// <param name="height">The new height in pixels, at least 1.</param>
    public RasterImage Resize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (width == Width && height == Height)
        {
            return this;
        }

        double[] numbers = [.. _pixels.Select(pixel => (double)pixel)];
        bool hasAlpha = Channels is 2 or 4;
        ScaleByAlpha(numbers, hasAlpha, alpha => alpha / 255);
        double[] resized = Resampling.Resize(numbers, Width, Height, Channels, width, height, Resampling.Linear);
        ScaleByAlpha(resized, hasAlpha, alpha => alpha > 0 ? 255 / alpha : 0);
        return new RasterImage(
            width, height, Channels, [.. resized.Select(number => (byte)Math.Clamp(Math.Round(number), 0, 255))]);
    }

    private void ScaleByAlpha(double[] numbers, bool hasAlpha, Func<double, double> factor)
    {
        for (int at = 0; hasAlpha && at < numbers.Length; at += Channels)
        {
            double scale = factor(numbers[at + Channels - 1]);
            for (int c = 0; c < Channels - 1; c++)
            {
                numbers[at + c] *= scale;
            }
        }
    }

    private RasterImage Map(int channels, PixelMap map)
    {
        if (channels == Channels)
        {
            return this;
        }

        byte[] mapped = new byte[Width * Height * channels];
        for (int i = 0; i < Width * Height; i++)
        {
            map(_pixels.AsSpan(i * Channels, Channels), mapped.AsSpan(i * channels, channels));
        }

        return new RasterImage(Width, Height, channels, mapped);
    }

    private delegate void PixelMap(ReadOnlySpan<byte> from, Span<byte> to);
}
