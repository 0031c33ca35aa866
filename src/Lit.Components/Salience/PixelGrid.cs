using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Where the pixels of an image stand among its numbers.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Channels">How many numbers a pixel has.</param>
/// <param name="ChannelsFirst">Whether one channel follows the other, instead of one pixel the other.</param>
internal readonly record struct PixelGrid(int Height, int Width, int Channels, bool ChannelsFirst)
{
    /// <summary>How many numbers there are.</summary>
    public int Size => Height * Width * Channels;

    public static PixelGrid Of(ImageLayout layout, ReadOnlySpan<nint> shape) => layout switch
    {
        _ when shape.Length == 2 => new((int)shape[0], (int)shape[1], 1, true),
        ImageLayout.ChannelsLast => new((int)shape[0], (int)shape[1], (int)shape[2], false),
        _ => new((int)shape[1], (int)shape[2], (int)shape[0], true),
    };

    /// <summary>The pixel that a number belongs to, counted row after row.</summary>
    public int PixelOf(int number) => ChannelsFirst ? number % (Height * Width) : number / Channels;

    /// <summary>The mean of the channels of each pixel, stretched from the darkest to the brightest.</summary>
    public byte[] Brightness(ReadOnlySpan<float> values)
    {
        double[] means = new double[Height * Width];
        for (int i = 0; i < values.Length; i++)
        {
            means[PixelOf(i)] += float.IsFinite(values[i]) ? values[i] : 0;
        }

        var (least, greatest) = (means.DefaultIfEmpty().Min(), means.DefaultIfEmpty().Max());
        double range = greatest > least ? greatest - least : 1;
        return [.. means.Select(mean => (byte)Math.Round(255 * (mean - least) / range))];
    }
}
