using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Benchmarks;

/// <summary>A model's plain session and that of its path program, with made-up inputs.</summary>
internal sealed class ProgramBench : IDisposable
{
    private readonly OnnxFile _file;
    private readonly GradientProgram _program;
    private readonly InferenceSession _forward;
    private readonly InferenceSession _path;
    private readonly RunOptions _options = new();
    private readonly int _tokens;

    public ProgramBench(byte[] bytes, ProgramTargetKind target, int threads, int tokens, int segments = 1)
    {
        _tokens = tokens;
        _file = OnnxFile.Parse(bytes, "model");
        var model = new DifferentiableModel(_file);
        CutPoint cut = model.FindCut(null);
        _program = PathProgramBuilder.Build(
            model, cut, new(null, target), new(PerElement: cut.Kind != CutPointKind.TokenEmbeddings, Segments: segments));
        SessionOptions Options() => new()
        {
            IntraOpNumThreads = threads,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var forward = Options();
        using var path = Options();
        _forward = new InferenceSession(bytes, forward);
        _path = new InferenceSession(_program.Model, path);
    }

    public void Dispose()
    {
        _forward.Dispose();
        _path.Dispose();
        _options.Dispose();
    }

    /// <summary>Runs the model itself.</summary>
    /// <param name="rows">How many rows in all.</param>
    /// <param name="batch">How many at a time.</param>
    public void Forward(int rows, int batch)
    {
        Feeds feeds = Feed(_file.Inputs, batch, 1, 0, 1);
        for (int done = 0; done < rows; done += batch)
        {
            using var results = _forward.Run(_options, feeds.Names, feeds.Values, [_file.Outputs[0].Name]);
        }

        feeds.Dispose();
    }

    /// <summary>Runs the path program.</summary>
    /// <param name="examples">How many examples.</param>
    /// <param name="points">How many points the path of each has.</param>
    /// <param name="rows">How many points run at a time: of one example's path, then of several examples'.</param>
    /// <returns>The attributions of the last part.</returns>
    public float[] Integrate(int examples, int points, int rows)
    {
        int steps = Math.Min(points, rows);
        int together = Math.Clamp(rows / points, 1, examples);
        float[] last = [];
        for (int example = 0; example < examples; example += together)
        {
            for (int start = 0; start < points; start += steps)
            {
                using Feeds feeds = Feed(_program.Inputs, Math.Min(together, examples - example), Math.Min(steps, points - start), start, points);
                using var results = _path.Run(_options, feeds.Names, feeds.Values, [ProgramNames.Attributions]);
                last = results[0].GetTensorDataAsSpan<float>().ToArray();
            }
        }

        return last;
    }

    private Feeds Feed(IReadOnlyList<OnnxValueInfo> inputs, int examples, int steps, int start, int points)
    {
        var values = new List<OrtValue>();
        foreach (var input in inputs)
        {
            long[] shape = input.Name switch
            {
                ProgramNames.Class => [examples],
                ProgramNames.Nodes or ProgramNames.Weights => [examples, steps],
                ProgramNames.Baseline => [.. input.Shape!.Select(_ => 1L)],
                _ => [.. input.Shape!.Select((d, i) => d.Size ?? (i == 0 ? examples : _tokens))],
            };
            int count = (int)shape.Aggregate(1L, (a, b) => a * b);
            values.Add(input.ElementType == OnnxElementType.Int64
                ? OrtValue.CreateTensorValueFromMemory<long>(
                    [.. Enumerable.Range(0, count).Select(i => input.Name == ProgramNames.Class ? 0 : 1000 + (i * 7919L % 29_000))], shape)
                : OrtValue.CreateTensorValueFromMemory<float>(
                    [
                        .. Enumerable.Range(0, count).Select(i => input.Name switch
                        {
                            ProgramNames.Baseline => 0,
                            ProgramNames.Nodes => (start + (i % steps) + 0.5f) / points,
                            ProgramNames.Weights => 1f / points,
                            _ => MathF.Sin(i) * 0.5f,
                        }),
                    ],
                    shape));
        }

        return new([.. inputs.Select(i => i.Name)], [.. values]);
    }

    private sealed record Feeds(string[] Names, OrtValue[] Values) : IDisposable
    {
        public void Dispose()
        {
            foreach (OrtValue value in Values)
            {
                value.Dispose();
            }
        }
    }
}
