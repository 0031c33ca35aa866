namespace Lit.Components.Paths;

/// <summary>Gives every pixel the mean score of the best region that it belongs to.</summary>
/// <remarks>After Kapishnikov et al., "XRAI: Better Attributions Through Regions", ICCV 2019.</remarks>
internal static class RegionRanking
{
    /// <summary>Ranks regions by their mean score once, and takes them in this order.</summary>
    /// <param name="scores">One for each pixel.</param>
    /// <param name="regions">The pixels of each region.</param>
    /// <param name="minPixels">A region that adds fewer new pixels is left out.</param>
    /// <returns>For each pixel the mean over the new pixels of the region that it came with.</returns>
    public static double[] Fast(ReadOnlySpan<double> scores, IReadOnlyList<int[]> regions, int minPixels)
    {
        var filled = new Filled(scores);
        double[] densities = new double[regions.Count];
        for (int r = 0; r < densities.Length; r++)
        {
            densities[r] = filled.MeanOfAll(regions[r]);
        }

        foreach (int r in Enumerable.Range(0, regions.Count).OrderByDescending(r => densities[r]))
        {
            if (filled.CountNew(regions[r]) >= minPixels)
            {
                filled.Take(regions[r], filled.MeanOfNew(regions[r]));
            }
        }

        return filled.Finish();
    }

    /// <summary>Takes the region whose new pixels have the highest mean, again and again.</summary>
    /// <inheritdoc cref="Fast"/>
    public static double[] Full(ReadOnlySpan<double> scores, IReadOnlyList<int[]> regions, int minPixels)
    {
        var filled = new Filled(scores);
        List<int[]> left = [.. regions];
        while (true)
        {
            left.RemoveAll(region => filled.CountNew(region) < minPixels);
            if (left.Count == 0)
            {
                return filled.Finish();
            }

            int[] best = left.MaxBy(filled.MeanOfNew)!;
            filled.Take(best, filled.MeanOfNew(best));
            left.Remove(best);
        }
    }

    private sealed class Filled(ReadOnlySpan<double> scores)
    {
        private readonly double[] _scores = scores.ToArray();
        private readonly double[] _result = new double[scores.Length];
        private readonly bool[] _taken = new bool[scores.Length];

        public double MeanOfAll(int[] region) =>
            region.Length == 0 ? double.NegativeInfinity : region.Average(pixel => _scores[pixel]);

        public int CountNew(int[] region) => region.Count(pixel => !_taken[pixel]);

        public double MeanOfNew(int[] region) =>
            region.Where(pixel => !_taken[pixel]).Select(pixel => _scores[pixel])
                .DefaultIfEmpty(double.NegativeInfinity).Average();

        public void Take(int[] region, double value)
        {
            foreach (int pixel in region)
            {
                _result[pixel] = _taken[pixel] ? _result[pixel] : value;
                _taken[pixel] = true;
            }
        }

        /// <summary>Pixels of no region get the mean over all of them.</summary>
        public double[] Finish()
        {
            int[] rest = [.. Enumerable.Range(0, _taken.Length).Where(pixel => !_taken[pixel])];
            if (rest.Length > 0)
            {
                Take(rest, MeanOfNew(rest));
            }

            return _result;
        }
    }
}
