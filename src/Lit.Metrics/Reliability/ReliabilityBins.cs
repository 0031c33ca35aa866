namespace Lit.Metrics.Reliability;

/// <summary>Counts confidences and outcomes in bins of equal width.</summary>
internal sealed class ReliabilityBins
{
    private readonly double[] _edges;
    private readonly long[] _counts;
    private readonly double[] _confidences;
    private readonly long[] _hits;

    public ReliabilityBins(int bins)
        : this(Edges(bins))
    {
    }

    private ReliabilityBins(double[] edges)
    {
        int bins = edges.Length - 1;
        _edges = edges;
        _counts = new long[bins];
        _confidences = new double[bins];
        _hits = new long[bins];
    }

    /// <summary>Bins that hold as many of these confidences each.</summary>
    public static ReliabilityBins OfEqualMass(ReadOnlySpan<double> confidences, int bins)
    {
        double[] sorted = confidences.ToArray();
        Array.Sort(sorted);
        double[] edges = Edges(bins);
        for (int i = 0; i < edges.Length && sorted.Length > 0; i++)
        {
            edges[i] = Quantile(sorted, (double)i / bins);
        }

        double[] distinct = [.. edges.Distinct()];
        return new(distinct.Length > 1 ? distinct : [distinct[0], distinct[0]]);
    }

    public void Add(double confidence, int hit) => Add(Find(_edges, confidence), 1, confidence, hit);

    public void AddUneven(double confidence, int hit)
    {
        int edge = Array.BinarySearch(_edges, 1, _edges.Length - 1, confidence);
        Add(Math.Min((edge < 0 ? ~edge : edge) - 1, _counts.Length - 1), 1, confidence, hit);
    }

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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
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

    /// <summary>Linear between neighbours, measured from the nearer one.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = Math.Min((int)place, sorted.Length - 1), above = Math.Min(below + 1, sorted.Length - 1);
        double part = place - below, step = sorted[above] - sorted[below];
        return part >= 0.5 ? sorted[above] - (step * (1 - part)) : sorted[below] + (step * part);
    }

    private static int FindBesideEdge(ReadOnlySpan<double> edges, double confidence, int bin)
    {
        bin = Math.Min(bin, edges.Length - 2);
        bin -= bin > 0 && confidence <= edges[bin] ? 1 : 0;
        return bin + (bin < edges.Length - 2 && confidence > edges[bin + 1] ? 1 : 0);
    }
}
