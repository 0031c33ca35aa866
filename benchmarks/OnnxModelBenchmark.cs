using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Lit.Api;
using Lit.Onnx.Models;
using Lit.Onnx.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Benchmarks;

/// <summary>What <see cref="OnnxModel"/> costs beside a bare session of ONNX Runtime on the same batches.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *OnnxModelBenchmark*</c>.</para>
/// <para>
/// The bare session does the least that a caller has to: its inputs lie in arrays in the shape that the model takes,
/// tokens cut and padded beforehand, and it leaves its answer in memory of the runtime's. The model starts from
/// examples, cuts their texts, checks values and shapes, and ends in a table of columns that belongs to the caller.
/// </para>
/// </remarks>
[MemoryDiagnoser]
public class OnnxModelBenchmark
{
    private const int Pixels = 28 * 28;
    private readonly OnnxOptions _options = new() { Threads = 1 };

    private InferenceSession? _session;
    private OnnxModel? _model;
    private Example[] _examples = [];
    private string[] _names = [];
    private Array[] _inputs = [];
    private long[] _shape = [];
    private string _output = "";

    /// <summary>
    /// What goes through: film reviews through a small BERT, or images through a small convolutional network.
    /// </summary>
    [Params("reviews", "images")]
    public string Data { get; set; } = "reviews";

    /// <summary>How many examples a batch has.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Models");
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        Task setup = Data == "reviews"
            ? SetUpReviewsAsync(Path.Combine(folder, "review-sentiment"), options)
            : SetUpImagesAsync(Path.Combine(folder, "fashion-cnn"), options);
        setup.GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _session?.Dispose();
        _model?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public float BareSession()
    {
        OrtValue[] values = [.. _inputs.Select(input => input is long[] numbers
            ? OrtValue.CreateTensorValueFromMemory(numbers, _shape)
            : OrtValue.CreateTensorValueFromMemory((float[])input, _shape))];
        try
        {
            using var run = new RunOptions();
            using var outputs = _session!.Run(run, _names, values, [_output]);
            return outputs[0].GetTensorDataAsSpan<float>()[0];
        }
        finally
        {
            foreach (OrtValue value in values)
            {
                value.Dispose();
            }
        }
    }

    [Benchmark]
    public async Task<ExampleTable> Model() => await _model!.PredictBatchAsync(_examples, default).ConfigureAwait(false);

    private async Task SetUpReviewsAsync(string folder, SessionOptions options)
    {
        TextClassifier classifier = await TextClassifier.LoadAsync(
            Path.Combine(folder, "model.onnx"),
            Path.Combine(folder, "tokenizer.json"),
            ["negative", "positive"],
            new TextClassifierOptions { Runtime = _options, Outputs = TextOutputs.None }).ConfigureAwait(false);
        string[] words = "a warm and funny story that never quite finds its way out of the second act , but the cast is a joy".Split(' ');
        string[] texts = [.. Enumerable.Range(0, Batch).Select(i => string.Join(' ', words.Skip(i % 5)))];
        var encodings = classifier.Tokenizer.EncodeBatch(texts);
        _examples = [.. texts.Select(text => new Example([new("text", text)]))];
        _names = ["input_ids", "attention_mask"];
        _shape = [Batch, encodings[0].Count];
        _inputs =
        [
            encodings.SelectMany(encoding => encoding.Ids).Select(id => (long)id).ToArray(),
            encodings.SelectMany(encoding => encoding.AttentionMask).Select(mask => (long)mask).ToArray(),
        ];
        _output = "logits";
        _model = classifier;
        _session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
    }

    private async Task SetUpImagesAsync(string folder, SessionOptions options)
    {
        _model = await OnnxModel.LoadAsync(
            Path.Combine(folder, "model.onnx"),
            configure => configure.Output("probas", new Lit.Types.MulticlassPreds { Vocab = new(Enumerable.Range(0, 10).Select(i => $"{i}")) }).Run(_options))
            .ConfigureAwait(false);
        var random = new Random(42);
        float[] pixels = [.. Enumerable.Range(0, Batch * Pixels).Select(_ => random.NextSingle())];
        _examples = [.. pixels.Chunk(Pixels).Select(image => new Example([new("image", Tensor.Create(image, [1, 28, 28]))]))];
        _names = ["image"];
        _shape = [Batch, 1, 28, 28];
        _inputs = [pixels];
        _output = "probas";
        _session = new InferenceSession(Path.Combine(folder, "model.onnx"), options);
    }
}
