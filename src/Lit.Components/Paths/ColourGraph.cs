using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>The pixels of an image with the distances between the colours of neighbours, the least first.</summary>
internal sealed class ColourGraph
{
    private static readonly (int Y, int X)[] Neighbours = [(0, 1), (1, 0), (1, 1), (-1, 1)];

    private readonly int _count;
    private readonly (int A, int B)[] _edges;
    private readonly double[] _distances;

    /// <param name="image">The numbers in the order that the grid tells.</param>
    /// <param name="grid">An image whose channels stand together.</param>
    public ColourGraph(ReadOnlySpan<double> image, PixelGrid grid)
    {
        _count = grid.Height * grid.Width;
        List<(int A, int B)> edges = [];
        List<double> distances = [];
        foreach (var (dy, dx) in Neighbours)
        {
            for (int y = Math.Max(0, -dy); y < grid.Height - Math.Max(0, dy); y++)
            {
                for (int x = 0; x < grid.Width - dx; x++)
                {
                    int a = (y * grid.Width) + x;
                    int b = ((y + dy) * grid.Width) + x + dx;
                    double sum = 0;
                    for (int c = 0; c < grid.Channels; c++)
                    {
                        double apart = image[(a * grid.Channels) + c] - image[(b * grid.Channels) + c];
                        sum += apart * apart;
                    }

                    edges.Add((a, b));
                    distances.Add(Math.Sqrt(sum));
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, edges.Count).OrderBy(i => distances[i])];
        _edges = [.. order.Select(i => edges[i])];
        _distances = [.. order.Select(i => distances[i])];
    }

    /// <summary>
    /// Joins neighbours as long as they are no further apart than what lies within their segments already.
    /// </summary>
    /// <param name="scale">How readily segments grow.</param>
    /// <param name="minSize">Segments of fewer pixels are joined to a neighbour.</param>
    /// <returns>A number for each pixel, equal for those of one segment.</returns>
    public int[] Segment(double scale, int minSize)
    {
        int[] parents = [.. Enumerable.Range(0, _count)];
        int[] sizes = [.. Enumerable.Repeat(1, _count)];
        double[] inner = new double[_count];
        for (int e = 0; e < _edges.Length; e++)
        {
            var (a, b) = (Root(_edges[e].A), Root(_edges[e].B));
            if (a != b && _distances[e] < Math.Min(inner[a] + (scale / sizes[a]), inner[b] + (scale / sizes[b])))
            {
                inner[Join(a, b)] = _distances[e];
            }
        }

        foreach (var (first, second) in _edges)
        {
            var (a, b) = (Root(first), Root(second));
            if (a != b && (sizes[a] < minSize || sizes[b] < minSize))
            {
                Join(a, b);
            }
        }

        return [.. Enumerable.Range(0, _count).Select(Root)];

        int Root(int pixel)
        {
            while (parents[pixel] != pixel)
            {
                parents[pixel] = parents[parents[pixel]];
                pixel = parents[pixel];
            }

            return pixel;
        }

        int Join(int a, int b)
        {
            var (root, child) = a < b ? (a, b) : (b, a);
            parents[child] = root;
            sizes[root] += sizes[child];
            return root;
        }
    }
}
