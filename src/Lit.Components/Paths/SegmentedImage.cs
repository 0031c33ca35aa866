using Lit.Api.Imaging;
using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>Cuts images into segments of like colours, at several scales.</summary>
/// <remarks>
/// The image is stretched to [−1, 1], brought to 224 × 224 pixels by cubic interpolation, and segmented at six scales
/// after Felzenszwalb and Huttenlocher, "Efficient Graph-Based Image Segmentation", IJCV 2004; segments come back to
/// the size of the image and are widened by 5 pixels, so that they hold both sides of an edge.
/// </remarks>
internal static class SegmentedImage
{
    private const int Side = 224;
    private const int Widening = 5;
    private const double Sigma = 0.8;
    private const int MinSize = 150;

    private static readonly double[] Scales = [50, 100, 150, 250, 500, 1200];

    /// <summary>The pixels of each segment, ascending; segments of different scales overlap.</summary>
    public static List<int[]> Segments(ReadOnlySpan<double> image, PixelGrid grid)
    {
        double[] pixels = ChannelsLast(image, grid);
        Stretch(pixels);
        double[] square = Resampling.ResizeCubic(pixels, grid.Width, grid.Height, Side, Side);
        var squareGrid = new PixelGrid(Side, Side, grid.Channels, false);
        double[] smooth = new double[square.Length];
        GaussianBlur.Blur(square, squareGrid, Sigma, smooth, mirror: true);
        var graph = new ColourGraph(smooth, squareGrid);
        List<int[]> segments = [];
        foreach (double scale in Scales)
        {
            int[] labels = Back(graph.Segment(scale / 255, MinSize), grid);
            segments.AddRange(Widen(labels, grid));
        }

        return segments;
    }

    private static double[] ChannelsLast(ReadOnlySpan<double> image, PixelGrid grid)
    {
        double[] pixels = new double[image.Length];
        int count = grid.Height * grid.Width;
        for (int i = 0; i < image.Length; i++)
        {
            pixels[grid.ChannelsFirst ? (i % count * grid.Channels) + (i / count) : i] = image[i];
        }

        return pixels;
    }

    private static void Stretch(double[] pixels)
    {
        var (least, greatest) = (pixels.Min(), pixels.Max());
        for (int i = 0; i < pixels.Length; i++)
        {
            // An image of one colour is one segment, whatever the colour.
            pixels[i] = greatest > least ? (2 * (pixels[i] - least) / (greatest - least)) - 1 : 0;
        }
    }

    private static int[] Back(int[] labels, PixelGrid grid)
    {
        int[] back = new int[grid.Height * grid.Width];
        for (int i = 0; i < back.Length; i++)
        {
            int y = (int)((i / grid.Width + 0.5) * Side / grid.Height);
            int x = (int)((i % grid.Width + 0.5) * Side / grid.Width);
            back[i] = labels[(y * Side) + x];
        }

        return back;
    }

    private static IEnumerable<int[]> Widen(int[] labels, PixelGrid grid)
    {
        int[] marks = new int[labels.Length];
        int mark = 0;
        foreach (var segment in Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]))
        {
            mark++;
            List<int> pixels = [];
            foreach (int pixel in segment)
            {
                Add(pixel);
                var (y, x) = (pixel / grid.Width, pixel % grid.Width);
                if (!IsInside(labels, grid, y, x))
                {
                    Stamp(y, x);
                }
            }

            pixels.Sort();
            yield return [.. pixels];

            void Add(int pixel)
            {
                if (marks[pixel] != mark)
                {
                    marks[pixel] = mark;
                    pixels.Add(pixel);
                }
            }

            void Stamp(int y, int x)
            {
                for (int row = Math.Max(0, y - Widening); row <= Math.Min(grid.Height - 1, y + Widening); row++)
                {
                    int reach = (int)Math.Sqrt((Widening * Widening) - ((row - y) * (row - y)));
                    for (int column = Math.Max(0, x - reach); column <= Math.Min(grid.Width - 1, x + reach); column++)
                    {
                        Add((row * grid.Width) + column);
                    }
                }
            }
        }
    }

    /// <summary>Whether all neighbours belong to the same segment, so that widening is the neighbours' work.</summary>
    private static bool IsInside(int[] labels, PixelGrid grid, int y, int x)
    {
        int own = labels[(y * grid.Width) + x];
        return (y == 0 || labels[((y - 1) * grid.Width) + x] == own)
            && (y == grid.Height - 1 || labels[((y + 1) * grid.Width) + x] == own)
            && (x == 0 || labels[(y * grid.Width) + x - 1] == own)
            && (x == grid.Width - 1 || labels[(y * grid.Width) + x + 1] == own);
    }
}
