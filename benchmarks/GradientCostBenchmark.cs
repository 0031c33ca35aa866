using BenchmarkDotNet.Attributes;
using Lit.Onnx.Programs;

namespace Lit.Benchmarks;

/// <summary>One forward pass with its gradient against the forward pass alone: at most two and a half times.</summary>
/// <remarks>
/// Both run four rows of a BERT encoder of 6 layers at 128 tokens, the forward pass as it lies in the file. With
/// <see cref="Segments"/> parts of the forward pass are computed twice to take less memory.
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *GradientCost* -i</c>.
/// </remarks>
[MemoryDiagnoser]
public class GradientCostBenchmark : IDisposable
{
    private const int Rows = 4;

    private ProgramBench _bench = null!;

    [Params(1, 3, 6)]
    public int Segments { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _bench = new ProgramBench(BertModel.Write(), ProgramTargetKind.Logit, Threads, 128, Segments);

    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "Forward")]
    public void Forward() => _bench.Forward(Rows, Rows);

    [Benchmark(Description = "Forward and gradient")]
    public float[] Gradient() => _bench.Integrate(1, Rows, Rows);
}
