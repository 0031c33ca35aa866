using BenchmarkDotNet.Attributes;
using Lit.Api;
using Lit.Metrics.Slices;
using Lit.Types;

namespace Lit.Benchmarks;

/// <summary>The worst slices of a hundred thousand examples with fifteen fields.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *SliceFinder*</c>.</para>
/// </remarks>
[MemoryDiagnoser]
public class SliceFinderBenchmark
{
    private const int Rows = 100_000;
    private const int Columns = 15;

    private LabelledPredictions _predictions = null!;
    private string[] _features = [];

    [Params(1, 2, 3)]
    public int Depth { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(3);
        _features = [.. Enumerable.Range(0, Columns).Select(c => $"f{c}")];
        Spec spec = Spec.Create([.. _features.Select(name => KeyValuePair.Create<string, LitType>(name, new CategoryLabel())), new("label", new CategoryLabel())]);
        var dataset = new Dataset(spec, Enumerable.Range(0, Rows).Select(_ => new Example(
        [
            .. _features.Select(name => KeyValuePair.Create<string, object?>(name, $"v{random.Next(8)}")),
            new("label", "yes"),
        ])));
        float[] right = [0.1f, 0.9f], wrong = [0.9f, 0.1f];
        float[] rows = [.. Enumerable.Range(0, Rows).SelectMany(_ => random.NextDouble() < 0.1 ? wrong : right)];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], Parent = "label" };
        _predictions = new(dataset, new(new Spec { ["p"] = type }, [new("p", new TensorColumn(rows, Rows, [2]))]));
    }

    [Benchmark]
    public async Task<int> Worst()
        => (await SliceFinder.WorstAsync(_predictions, _features, new() { Depth = Depth, Level = 1 })).Slices.Count;
}
