using BenchmarkDotNet.Attributes;
using Lit.Api;
using Lit.Types;

namespace Lit.Benchmarks;

/// <summary>What views cost: a dataset is cut, filtered, renamed and reordered, and no row of it is copied.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *DatasetView*</c>.</para>
/// <para>
/// Read the allocations over the number of rows. Slice, shard, remap and concat of whole datasets have none that grow; an
/// order or a selection is 4 bytes a row that it shows; a filter on whole examples hands a short-lived view of each row to
/// its condition. The baseline makes new examples of a tenth of the rows, values shared, as a list of records would.
/// </para>
/// </remarks>
[MemoryDiagnoser]
public class DatasetViewBenchmark
{
    private static readonly Dictionary<string, string> Names = new() { ["text"] = "review" };

    private Dataset _dataset = null!;
    private Dataset _other = null!;

    [Params(1_000, 100_000, 1_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup() => (_dataset, _other) = (Make(0), Make(1));

    [Benchmark(Baseline = true)]
    public List<Example> CopyEveryTenth() => [.. _dataset.Where((_, i) => i % 10 == 0).Select(row => new Example(row))];

    [Benchmark]
    public Dataset Slice() => _dataset[10..^10];

    [Benchmark]
    public Dataset Shard() => _dataset.Shard(3, 10);

    [Benchmark]
    public Dataset Remap() => _dataset.Remap(Names);

    [Benchmark]
    public Dataset Concat() => _dataset.Concat(_other);

    [Benchmark]
    public Dataset Sample() => _dataset.Sample(Rows / 10, 1);

    [Benchmark]
    public Dataset Shuffle() => _dataset.Shuffle(1);

    [Benchmark]
    public Dataset FilterByColumn() => _dataset.Filter<double>("stars", stars => stars < 1);

    [Benchmark]
    public Dataset FilterByExample() => _dataset.Filter(example => example.Get<double>("stars") < 1);

    private Dataset Make(int seed)
    {
        var random = new SeededRandom(seed);
        var table = new ExampleTableBuilder(
            new() { ["text"] = new TextSegment(), ["stars"] = new Scalar(), ["vector"] = new Embeddings() }, Rows);
        for (int i = 0; i < Rows; i++)
        {
            table.Append(0, "A film that is neither long nor short.");
            table.Append(1, random.NextDouble() * 10);
            table.Append(2, [1, 2, 3, 4, 5, 6, 7, 8], [8]);
            table.EndRow();
        }

        return new Dataset(table.Build());
    }
}
