using System.Numerics.Tensors;

namespace Lit.Components.Layers;

/// <summary>The arithmetic of Grad-CAM.</summary>
internal static class ActivationMap
{
    /// <summary>Σ wᶜ aᶜ at each position, where wᶜ is the mean of the gradient over the positions.</summary>
    /// <param name="activations">The feature map.</param>
    /// <param name="gradients">The gradient with respect to it.</param>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="channelsFirst">Whether one channel follows the other, instead of one position the other.</param>
    /// <param name="rectify">Whether negative sums become zero.</param>
    public static double[] Of(
        ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients, int channels, bool channelsFirst, bool rectify)
    {
        int positions = activations.Length / Math.Max(1, channels);
        double[] map = new double[positions];
        for (int c = 0; c < channels; c++)
        {
            double weight = 0;
            for (int p = 0; p < positions; p++)
            {
                weight += gradients[At(c, p)];
            }

            weight /= positions;
            for (int p = 0; p < positions; p++)
            {
                map[p] += weight * activations[At(c, p)];
            }
        }

        if (rectify)
        {
            TensorPrimitives.Max<double>(map, 0, map);
        }

        return map;

        int At(int channel, int position) =>
            channelsFirst ? (channel * positions) + position : (position * channels) + channel;
    }

    /// <summary>A map in another size.</summary>
    public static double[] Resize(double[] map, (int Height, int Width) from, (int Height, int Width) to, MapUpsampling upsampling)
    {
        double[] resized = new double[to.Height * to.Width];
        for (int row = 0; row < to.Height; row++)
        {
            for (int column = 0; column < to.Width; column++)
            {
                resized[(row * to.Width) + column] = upsampling == MapUpsampling.Nearest
                    ? map[(row * from.Height / to.Height * from.Width) + (column * from.Width / to.Width)]
                    : Between(map, from, Place(row, from.Height, to.Height), Place(column, from.Width, to.Width));
            }
        }

        return resized;
    }

    /// <summary>Where the middle of a cell of the new size lies among the middles of the old ones.</summary>
    private static double Place(int index, int from, int to) =>
        Math.Clamp(((index + 0.5) * from / to) - 0.5, 0, from - 1);

    private static double Between(double[] map, (int Height, int Width) size, double row, double column)
    {
        var (top, left) = ((int)row, (int)column);
        var (bottom, right) = (Math.Min(top + 1, size.Height - 1), Math.Min(left + 1, size.Width - 1));
        var (down, across) = (row - top, column - left);
        return (Row(top) * (1 - down)) + (Row(bottom) * down);

        double Row(int at) => (map[(at * size.Width) + left] * (1 - across)) + (map[(at * size.Width) + right] * across);
    }
}
