using System.Diagnostics;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;

namespace Lit.Benchmarks.Gpu;

/// <summary>Integrated gradients of one sentence at a time by one session, all points of a path in one run.</summary>
internal sealed class PathSession : IDisposable
{
    private readonly OnnxSession _session;
    private readonly int _tokens;

    public PathSession(byte[] program, OnnxOptions options, int tokens, string? profile = null)
    {
        _tokens = tokens;
        var native = SessionFactory.Create(program, options, "bert", folder: null, configure: session =>
        {
            if (profile is not null)
            {
                session.EnableProfiling = true;
                session.ProfileOutputPathPrefix = profile;
            }
        });
        Native = native;
        _session = new OnnxSession(native, "bert", options);
    }

    public Microsoft.ML.OnnxRuntime.InferenceSession Native { get; }

    /// <summary>Bytes that went to the session and came back in the last run.</summary>
    public long Bytes { get; private set; }

    /// <summary>The attributions of a sentence.</summary>
    public float[] Run(int sentence, int points)
    {
        using Runner runner = _session.Rent();
        Bytes = 0;
        Span<long> ids = Input<long>(runner, "input_ids", [1, _tokens]);
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = 1000 + (((sentence * 131L) + (i * 7919L)) % 29_000);
        }

        Input<long>(runner, ProgramNames.Class, [1])[0] = 0;
        Input<float>(runner, ProgramNames.Baseline, [1, 1, 1])[0] = 0;
        Input<float>(runner, ProgramNames.Weights, [1, points]).Fill(1f / points);
        Span<float> nodes = Input<float>(runner, ProgramNames.Nodes, [1, points]);
        for (int i = 0; i < points; i++)
        {
            nodes[i] = (i + 0.5f) / points;
        }

        int output = _session.IndexOfOutput(ProgramNames.Attributions);
        runner.Output(output);
        runner.Run(default);
        float[] attributions = runner.Result<float>(output, out _).ToArray();
        Bytes += attributions.Length * sizeof(float);
        return attributions;
    }

    /// <summary>Seconds of one run, the mean of several after a first.</summary>
    public double Seconds(int points, int runs)
    {
        Run(0, points);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            Run(i, points);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / runs;
    }

    public void Dispose() => _session.Dispose();

    private Span<T> Input<T>(Runner runner, string name, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        Span<T> span = runner.Input<T>(_session.IndexOfInput(name), shape);
        Bytes += span.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return span;
    }
}
