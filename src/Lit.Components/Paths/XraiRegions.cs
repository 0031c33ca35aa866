using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>XRAI, for images: regions instead of pixels, ranked by the scores of another method.</summary>
/// <remarks>
/// Every pixel of a region has the same score, the mean over the region; scores rank regions and sum to nothing. After
/// Kapishnikov et al., "XRAI: Better Attributions Through Regions", ICCV 2019.
/// </remarks>
public sealed record XraiRegions : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => Method is null ? "XRAI" : $"XRAI of {Method.Name}";

    /// <summary>The method that scores pixels; of several channels the greatest score counts.</summary>
    /// <value>
    /// Null by default: the mean of integrated gradients from the darkest and from the brightest number of the image.
    /// </value>
    public AttributionMethod? Method { get; init; }

    /// <summary>Where the paths of the default method start; their scores are averaged.</summary>
    /// <value>Empty by default: the darkest and the brightest number of the image.</value>
    public ValueList<Baseline> Baselines { get; init; } = [];

    /// <summary>Where on its paths the default method takes gradients.</summary>
    /// <value><see cref="Quadrature.EvenMean"/> with 100 points by default, as the reference has it.</value>
    public QuadratureRule Rule { get; init; } = Quadrature.EvenMean(100);

    /// <summary>
    /// Regions of your own, one true for each pixel that belongs to it, row after row, which may overlap; null to cut
    /// the image into segments of like colours at six scales.
    /// </summary>
    /// <value>Null by default.</value>
    public IReadOnlyList<bool[]>? Segments { get; init; }

    /// <summary>Whether regions are ranked anew after each, which takes longer.</summary>
    /// <value>False by default.</value>
    public bool RankAgain { get; init; }

    /// <summary>How many new pixels a region has to add.</summary>
    /// <value>50 by default.</value>
    public int MinPixels { get; init; } = 50;

    internal override bool Signed => false;

    internal override IEnumerable<SpecMismatch> Check(GradientInput input) => input.Image is null
        ? [new SpecMismatch(input.Name, "the pixels of an image, which has regions", $"{input.Kind}")]
        : Method?.Check(input) ?? [];

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        PixelGrid grid = task.RequireGrid();
        double[] scores = await ScoreAsync(task, input, cancellationToken).ConfigureAwait(false);
        double[] pixels = new double[grid.Height * grid.Width];
        pixels.AsSpan().Fill(double.NegativeInfinity);
        for (int i = 0; i < scores.Length; i++)
        {
            int pixel = scores.Length == pixels.Length ? i : grid.PixelOf(i);
            pixels[pixel] = Math.Max(pixels[pixel], scores[i]);
        }

        IReadOnlyList<int[]> regions = Segments is null
            ? SegmentedImage.Segments(input.Span, grid)
            : [.. Segments.Select(mask => Pixels(mask, pixels.Length))];
        return new PathSum(RankAgain
            ? RegionRanking.Full(pixels, regions, MinPixels)
            : RegionRanking.Fast(pixels, regions, MinPixels));
    }

    private static int[] Pixels(bool[] mask, int count) => mask.Length == count
        ? [.. Enumerable.Range(0, count).Where(pixel => mask[pixel])]
        : throw new LitException(
            $"Expected segments with a mark for each of {count} pixels; found one of {mask.Length}.");

    private async ValueTask<double[]> ScoreAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        if (Method is { } method)
        {
            return (await method.RunAsync(task, input, cancellationToken).ConfigureAwait(false)).Scores;
        }

        double[] sum = new double[input.Length];
        List<double[]> starts = [];
        foreach (Baseline baseline in Baselines)
        {
            starts.Add(await task.StartAsync(baseline, input, 0, cancellationToken).ConfigureAwait(false));
        }

        if (starts.Count == 0)
        {
            double[] pixels = input.ToArray();
            starts.Add([.. Enumerable.Repeat(pixels.Min(), pixels.Length)]);
            starts.Add([.. Enumerable.Repeat(pixels.Max(), pixels.Length)]);
        }

        foreach (double[] start in starts)
        {
            PathSum path = await StraightLine.IntegrateAsync(task.Function, start, input, Rule, cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += path.Scores[i] / starts.Count;
            }
        }

        return sum;
    }
}
