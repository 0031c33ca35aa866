namespace Lit.Metrics.Reliability;

/// <summary>Counts confidences and outcomes in bins of equal width.</summary>
internal sealed class ReliabilityBins
{
    private readonly double[] _edges;
    private readonly long[] _counts;
    private readonly double[] _confidences;
    private readonly long[] _hits;

    public ReliabilityBins(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        _edges = Edges(bins);
        _counts = new long[bins];
        _confidences = new double[bins];
        _hits = new long[bins];
    }

    public void Add(double confidence, int hit) => Add(Find(_edges, confidence), 1, confidence, hit);

    public void Add(int bin, long count, double confidences, long hits)
    {
        _counts[bin] += count;
        _confidences[bin] += confidences;
        _hits[bin] += hits;
    }

    public ReliabilityDiagram ToDiagram()
    {
        var bins = new ReliabilityBin[_counts.Length];
        double total = 0, expected = 0, most = double.NaN, squares = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            double count = _counts[i];
            bins[i] = new(_edges[i], _edges[i + 1], _counts[i], _confidences[i] / count, _hits[i] / count);
            if (_counts[i] > 0)
            {
                double gap = Math.Abs(bins[i].Confidence - bins[i].Accuracy);
                total += count;
                expected += count * gap;
                squares += count * gap * gap;
                most = most >= gap ? most : gap;
            }
        }

        return new(bins, expected / total, most, Math.Sqrt(squares / total));
    }

    internal static double[] Edges(int bins)
    {
        double[] edges = new double[bins + 1];
        double width = 1.0 / bins;
        for (int i = 0; i < bins; i++)
        {
            edges[i] = i * width;
        }

        edges[bins] = 1;
        return edges;
    }

    /// <summary>The bin (edge, next edge] of a confidence in [0, 1].</summary>
    internal static int Find(ReadOnlySpan<double> edges, double confidence)
    {
        double place = confidence * (edges.Length - 1);
        int bin = double.ConvertToIntegerNative<int>(place);

        // Only beside an edge can the rounded product be in another bin than the confidence.
        return Math.Abs(place - bin - 0.5) < 0.4999999 ? bin : FindBesideEdge(edges, confidence, bin);
    }

    private static int FindBesideEdge(ReadOnlySpan<double> edges, double confidence, int bin)
    {
        bin = Math.Min(bin, edges.Length - 2);
        bin -= bin > 0 && confidence <= edges[bin] ? 1 : 0;
        return bin + (bin < edges.Length - 2 && confidence > edges[bin + 1] ? 1 : 0);
    }
}
