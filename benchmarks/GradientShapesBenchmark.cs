using BenchmarkDotNet.Attributes;
using Lit.Onnx.Programs;

namespace Lit.Benchmarks;

/// <summary>Integrated gradients at 50 points against 100 plain forward rows, over lengths, batches and threads.</summary>
/// <remarks>
/// <para>
/// Rows of a run are what a model chooses by itself: about a thousand tokens. The forward rows run in batches of
/// <c>LIT_FORWARD_BATCH</c> (2 by default); the best of 1, 2, 8 and 32 is what the ratio counts against.
/// </para>
/// <para>
/// The peers: <c>python benchmarks/peers/integrated_gradients.py minilm THREADS TOKENS EXAMPLES</c>.
/// Run: <c>dotnet run -c Release --project benchmarks -- --filter *GradientShapes* -i</c>.
/// </para>
/// </remarks>
[MemoryDiagnoser]
public class GradientShapesBenchmark : IDisposable
{
    private const int Points = 50;
    private const int TokensPerRun = 1024;

    private readonly int _forwardBatch =
        int.TryParse(Environment.GetEnvironmentVariable("LIT_FORWARD_BATCH"), out int rows) ? rows : 2;

    private ProgramBench _bench = null!;

    [Params(32, 64, 128)]
    public int Tokens { get; set; }

    [Params(1, 8, 32)]
    public int Examples { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _bench = new ProgramBench(BertModel.Write(), ProgramTargetKind.Logit, Threads, Tokens);

    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "100 forward rows an example")]
    public void ForwardRows() => _bench.Forward(2 * Points * Examples, _forwardBatch);

    [Benchmark(Description = "Integrated gradients")]
    public float[] Integrate() => _bench.Integrate(Examples, Points, Math.Max(1, TokensPerRun / Tokens));
}
