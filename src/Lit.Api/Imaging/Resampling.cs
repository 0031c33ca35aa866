namespace Lit.Api.Imaging;

/// <summary>Brings grids of numbers to another size.</summary>
public static class Resampling
{
    /// <summary>The weight of a neighbour by its distance: a triangle of radius 1.</summary>
    internal static (double Radius, Func<double, double> Weight) Linear { get; } =
        (1, distance => Math.Max(0, 1 - Math.Abs(distance)));

    /// <summary>The cubic of Keys with a = −½, of radius 2.</summary>
    internal static (double Radius, Func<double, double> Weight) Cubic { get; } = (2, Keys);

    /// <summary>Linear interpolation; what gets smaller is averaged over what it covers.</summary>
    /// <param name="numbers">Shape <c>[height, width, channels]</c>.</param>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="newWidth">The width of the result, at least 1.</param>
    /// <param name="newHeight">The height of the result, at least 1.</param>
    /// <returns>Shape <c>[newHeight, newWidth, channels]</c>.</returns>
    /// <exception cref="ArgumentException">There are not as many numbers as the sizes tell.</exception>
    public static double[] ResizeLinear(
        ReadOnlySpan<double> numbers, int width, int height, int newWidth, int newHeight) =>
        Resize(numbers, width, height, Channels(numbers.Length, width, height), newWidth, newHeight, Linear);

    /// <summary>Cubic interpolation; what gets smaller is averaged over what it covers.</summary>
    /// <param name="numbers">Shape <c>[height, width, channels]</c>.</param>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="newWidth">The width of the result, at least 1.</param>
    /// <param name="newHeight">The height of the result, at least 1.</param>
    /// <returns>Shape <c>[newHeight, newWidth, channels]</c>.</returns>
    /// <exception cref="ArgumentException">There are not as many numbers as the sizes tell.</exception>
    public static double[] ResizeCubic(
        ReadOnlySpan<double> numbers, int width, int height, int newWidth, int newHeight) =>
        Resize(numbers, width, height, Channels(numbers.Length, width, height), newWidth, newHeight, Cubic);

    internal static double[] Resize(
        ReadOnlySpan<double> numbers,
        int width,
        int height,
        int channels,
        int newWidth,
        int newHeight,
        (double Radius, Func<double, double> Weight) kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newHeight, 1);
        double[] wide = Along(numbers, height, width, channels, newWidth, kernel);
        return Along(wide, 1, height, newWidth * channels, newHeight, kernel);
    }

    /// <summary>Resizes the middle one of three dimensions.</summary>
    private static double[] Along(
        ReadOnlySpan<double> numbers,
        int outer,
        int count,
        int inner,
        int newCount,
        (double Radius, Func<double, double> Weight) kernel)
    {
        if (count == newCount)
        {
            return numbers.ToArray();
        }

        double[] resized = new double[outer * newCount * inner];
        double scale = (double)count / newCount;
        double spread = Math.Max(1, scale);
        for (int i = 0; i < newCount; i++)
        {
            double middle = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(middle - (kernel.Radius * spread) + 0.5));
            int last = Math.Min(count, (int)(middle + (kernel.Radius * spread) + 0.5));
            double[] weights =
            [
                .. Enumerable.Range(first, last - first).Select(j => kernel.Weight((j - middle + 0.5) / spread)),
            ];
            double sum = weights.Sum();
            for (int o = 0; o < outer; o++)
            {
                for (int k = 0; k < inner; k++)
                {
                    double value = 0;
                    for (int j = first; j < last; j++)
                    {
                        value += weights[j - first] * numbers[(((o * count) + j) * inner) + k];
                    }

                    resized[(((o * newCount) + i) * inner) + k] = value / sum;
                }
            }
        }

        return resized;
    }

    private static double Keys(double distance)
    {
        double x = Math.Abs(distance);
        return x < 1
            ? (((1.5 * x) - 2.5) * x * x) + 1
            : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;
    }

    private static int Channels(int length, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        int channels = length / (width * height);
        return channels >= 1 && channels * width * height == length
            ? channels
            : throw new ArgumentException(
                $"Expected the numbers of {height} × {width} pixels, found {length}.", nameof(length));
    }
}
