using BenchmarkDotNet.Attributes;
using Lit.Onnx.Programs;

namespace Lit.Benchmarks;

/// <summary>Integrated gradients at 50 points of an image of 224 × 224 pixels against 100 plain forward rows.</summary>
/// <remarks>
/// The peers: <c>python benchmarks/peers/integrated_gradients.py resnet18|mobilenetv2 THREADS</c>.
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *VisionGradient* -i</c>.
/// </remarks>
[MemoryDiagnoser]
public class VisionGradientBenchmark : IDisposable
{
    private const int Points = 50;

    private ProgramBench _bench = null!;

    [Params("ResNet-18", "MobileNetV2")]
    public string Model { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    [Params(1)]
    public int PointsPerRun { get; set; }

    [GlobalSetup]
    public void Setup() => _bench = new ProgramBench(
        Model == "ResNet-18" ? ConvolutionModel.ResNet18() : ConvolutionModel.MobileNetV2(), ProgramTargetKind.Logit, Threads, 1);

    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "100 forward rows")]
    public void ForwardRows() => _bench.Forward(2 * Points, 1);

    [Benchmark(Description = "Integrated gradients")]
    public float[] Integrate() => _bench.Integrate(1, Points, PointsPerRun);
}
