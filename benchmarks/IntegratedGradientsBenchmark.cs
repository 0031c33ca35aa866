using BenchmarkDotNet.Attributes;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Benchmarks;

/// <summary>Integrated gradients of a sentence at 50 points against the work that they cannot do without.</summary>
/// <remarks>
/// <para>
/// A gradient costs about one more forward pass, so 100 plain forward rows of ONNX Runtime, at the batch size that suits it
/// best, are the floor: ratio 1. Nothing but the encoder's matrix products would reach it.
/// </para>
/// <para>
/// The model is a BERT encoder of 6 layers, 384 wide, 12 heads, with a file given by <c>LIT_BERT_ONNX</c> or, without one,
/// random weights. Run: <c>dotnet run -c Release --project benchmarks -- --filter *IntegratedGradients*</c>.
/// </para>
/// </remarks>
[MemoryDiagnoser]
public class IntegratedGradientsBenchmark : IDisposable
{
    private const int Points = 50;

    private readonly Dictionary<string, OrtValue> _feeds = new(StringComparer.Ordinal);
    private readonly RunOptions _options = new();
    private InferenceSession _forward = null!;
    private InferenceSession _path = null!;
    private GradientProgram _program = null!;
    private OrtValue _rows = null!;

    [Params(128)]
    public int Tokens { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Rows that a plain run takes at a time.</summary>
    [Params(2)]
    public int ForwardBatch { get; set; }

    /// <summary>Points of the path that a run takes at a time.</summary>
    [Params(5)]
    public int PointsPerRun { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Environment.GetEnvironmentVariable("LIT_BERT_ONNX") is { } path ? File.ReadAllBytes(path) : BertModel.Write();
        var model = new DifferentiableModel(OnnxFile.Parse(bytes, "bert"));
        _program = PathProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit), new());
        _forward = new InferenceSession(bytes, Options());
        _path = new InferenceSession(_program.Model, Options());

        long[] ids = [.. Enumerable.Range(0, Tokens).Select(i => 1000 + ((i * 7919L) % 29_000))];
        _feeds["input_ids"] = OrtValue.CreateTensorValueFromMemory(ids, [1, Tokens]);
        _feeds[ProgramNames.Class] = OrtValue.CreateTensorValueFromMemory(new long[] { 0 }, [1]);
        _feeds[ProgramNames.Baseline] = OrtValue.CreateTensorValueFromMemory(new float[] { 0 }, [1, 1, 1]);
        long[] repeated = [.. Enumerable.Repeat(ids, ForwardBatch).SelectMany(row => row)];
        _rows = OrtValue.CreateTensorValueFromMemory(repeated, [ForwardBatch, Tokens]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (var value in _feeds.Values)
        {
            value.Dispose();
        }

        _rows.Dispose();
        _forward.Dispose();
        _path.Dispose();
        _options.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "100 forward rows")]
    public float ForwardRows()
    {
        float sum = 0;
        for (int done = 0; done < 2 * Points; done += ForwardBatch)
        {
            using var results = _forward.Run(_options, ["input_ids"], [_rows], ["logits"]);
            sum += results[0].GetTensorDataAsSpan<float>()[0];
        }

        return sum;
    }

    [Benchmark(Description = "Integrated gradients")]
    public float[] Integrate()
    {
        float[] attributions = new float[Tokens];
        for (int start = 0; start < Points; start += PointsPerRun)
        {
            int count = Math.Min(PointsPerRun, Points - start);
            float[] nodes = [.. Enumerable.Range(start, count).Select(i => (i + 0.5f) / Points)];
            float[] weights = [.. Enumerable.Repeat(1f / Points, count)];
            using var nodeValue = OrtValue.CreateTensorValueFromMemory(nodes, [1, count]);
            using var weightValue = OrtValue.CreateTensorValueFromMemory(weights, [1, count]);
            _feeds[ProgramNames.Nodes] = nodeValue;
            _feeds[ProgramNames.Weights] = weightValue;
            string[] names = [.. _program.Inputs.Select(i => i.Name)];
            using var results = _path.Run(_options, names, [.. names.Select(n => _feeds[n])], [ProgramNames.Attributions]);
            var part = results[0].GetTensorDataAsSpan<float>();
            for (int i = 0; i < attributions.Length; i++)
            {
                attributions[i] += part[i];
            }
        }

        _feeds.Remove(ProgramNames.Nodes);
        _feeds.Remove(ProgramNames.Weights);
        return attributions;
    }

    private SessionOptions Options() => new()
    {
        IntraOpNumThreads = Threads,
        EnableMemoryPattern = false,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };
}
