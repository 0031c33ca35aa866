using System.Numerics.Tensors;
using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>Blurs images by the bell curve, each channel for itself.</summary>
internal static class GaussianBlur
{
    /// <summary>Blurs an image.</summary>
    /// <param name="image">The numbers in the order that the grid tells.</param>
    /// <param name="grid">Where pixels and channels stand.</param>
    /// <param name="sigma">The standard deviation in pixels, at least 0; the image itself at 0.</param>
    /// <param name="result">The blurred numbers in the same order.</param>
    /// <param name="mirror">
    /// Whether the image goes on as in a mirror beyond its border; if not, everything there is 0.
    /// </param>
    public static void Blur(
        ReadOnlySpan<double> image, PixelGrid grid, double sigma, Span<double> result, bool mirror = false)
    {
        double[] kernel = Kernel(sigma);
        if (kernel.Length == 1)
        {
            image.CopyTo(result);
            return;
        }

        double[] between = new double[image.Length];
        var (pixel, channel) = grid.ChannelsFirst ? (1, grid.Height * grid.Width) : (grid.Channels, 1);
        for (int c = 0; c < grid.Channels; c++)
        {
            for (int x = 0; x < grid.Width; x++)
            {
                Convolve(image, between, kernel, (c * channel) + (x * pixel), grid.Width * pixel, grid.Height, mirror);
            }

            for (int y = 0; y < grid.Height; y++)
            {
                Convolve(between, result, kernel, (c * channel) + (y * grid.Width * pixel), pixel, grid.Width, mirror);
            }
        }
    }

    /// <summary>Half of the weights, the middle first: e^(−r²/2σ²), all of them together 1.</summary>
    public static double[] Kernel(double sigma)
    {
        int radius = (int)((4 * sigma) + 0.5);
        double[] half = new double[radius + 1];
        double sum = 0;
        for (int r = 0; r <= radius; r++)
        {
            half[r] = sigma == 0 ? 1 : Math.Exp(-0.5 * r * r / (sigma * sigma));
            sum += r == 0 ? half[r] : 2 * half[r];
        }

        for (int r = 0; r <= radius; r++)
        {
            half[r] /= sum;
        }

        return half;
    }

    /// <summary>Blurs one line: as a product of the kernel with the line from each place, padded at both ends.</summary>
    private static void Convolve(
        ReadOnlySpan<double> from, Span<double> to, double[] kernel, int start, int stride, int count, bool mirror)
    {
        // Beyond the line there are zeros: what the kernel has further out than the line is long does not count.
        int radius = mirror ? kernel.Length - 1 : Math.Min(kernel.Length - 1, count - 1);
        double[] weights = [.. kernel[1..(radius + 1)].Reverse(), .. kernel[..(radius + 1)]];
        double[] line = new double[count + (2 * radius)];
        for (int i = 0; i < line.Length; i++)
        {
            int place = i - radius;
            line[i] = mirror || (place >= 0 && place < count) ? from[start + (Mirrored(place, count) * stride)] : 0;
        }

        for (int i = 0; i < count; i++)
        {
            to[start + (i * stride)] = TensorPrimitives.Dot<double>(weights, line.AsSpan(i, weights.Length));
        }
    }

    /// <summary>The place that a mirror at the borders shows: … 1 0 | 0 1 2 | 2 1 ….</summary>
    private static int Mirrored(int place, int count)
    {
        int period = 2 * count;
        int at = ((place % period) + period) % period;
        return at < count ? at : period - 1 - at;
    }
}
