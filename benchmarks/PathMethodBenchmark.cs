using BenchmarkDotNet.Attributes;
using Lit.Components.Paths;
using Lit.Components.Salience;

namespace Lit.Benchmarks;

/// <summary>What path methods cost besides the gradients: 20 points on a photograph of 224 × 224 pixels.</summary>
/// <remarks>
/// The function costs next to nothing, so what is left is the method's own work. A gradient of a small vision model takes
/// tens of milliseconds. Run: <c>dotnet run -c Release --project benchmarks -- --filter *PathMethod*</c>.
/// </remarks>
[MemoryDiagnoser]
public class PathMethodBenchmark
{
    private const int Points = 20;

    private readonly PixelGrid _grid = new(224, 224, 3, ChannelsFirst: true);
    private readonly SumOfSquares _function = new(224 * 224 * 3);
    private double[] _image = [];
    private double[] _black = [];

    [GlobalSetup]
    public void Setup()
    {
        _image = [.. Enumerable.Range(0, _grid.Size).Select(i => ((i * 7919L) % 256) / 255.0)];
        _black = new double[_grid.Size];
    }

    [Benchmark(Baseline = true, Description = "straight")]
    public async Task<int> Straight() =>
        (await StraightLine.IntegrateAsync(_function, _black, _image, Quadrature.GaussLegendre(Points), default)).Scores.Length;

    [Benchmark(Description = "guided")]
    public async Task<int> Guided() =>
        (await GuidedWalk.IntegrateAsync(_function, _black, _image, Points, 0.25, 0.1, default)).Scores.Length;

    [Benchmark(Description = "blur, up to 10 pixels")]
    public async Task<int> Blur() =>
        (await BlurWalk.IntegrateAsync(_function, _image, _grid, 10, Points, default)).Scores.Length;

    [Benchmark(Description = "segments of XRAI")]
    public int Segments() => SegmentedImage.Segments(_image, _grid).Count;

    private sealed class SumOfSquares(int size) : PathFunction(size)
    {
        protected override ValueTask<PointValues> ComputeAsync(
            ReadOnlyMemory<double> points, CancellationToken cancellationToken)
        {
            double[] gradients = points.ToArray();
            for (int i = 0; i < gradients.Length; i++)
            {
                gradients[i] *= 2;
            }

            return new(new PointValues(new double[points.Length / Size], gradients));
        }
    }
}
