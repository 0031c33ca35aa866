using BenchmarkDotNet.Attributes;
using Lit.Metrics;
using Lit.Metrics.Curves;

namespace Lit.Benchmarks;

/// <summary>Curves of many scores, exact and streamed, beside sorting the scores with their labels.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *CurveBenchmark*</c>.</para>
/// <para>Read ratios and allocations: times belong to one machine.</para>
/// </remarks>
[MemoryDiagnoser]
public class CurveBenchmark
{
    private int[] _labels = [];
    private double[] _scores = [];

    [Params(1_000_000, 20_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(11);
        _scores = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        _labels = [.. _scores.Select(score => random.NextDouble() < 0.15 + (0.7 * score) ? 1 : 0)];
    }

    [Benchmark(Baseline = true)]
    public double SortWithLabels()
    {
        double[] sorted = [.. _scores];
        int[] labels = [.. _labels];
        Array.Sort(sorted, labels);
        return sorted[0] + labels[0];
    }

    [Benchmark]
    public double PrecisionRecall() => BinaryScores.PrecisionRecall(_labels, _scores).AveragePrecision;

    [Benchmark]
    public double Roc() => BinaryScores.Roc(_labels, _scores).Area;

    [Benchmark]
    public double Streamed()
    {
        var sketch = new ScoreSketch();
        sketch.Add(_labels, _scores);
        return sketch.RocAuc().Value;
    }

    /// <summary>Two halves on two threads, merged: the same cells.</summary>
    [Benchmark]
    public double StreamedOnTwoThreads()
    {
        ScoreSketch[] halves = [new(), new()];
        int half = Rows / 2;
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => halves[i].Add(
            _labels.AsSpan(i * half, half), _scores.AsSpan(i * half, half)));
        halves[0].Merge(halves[1]);
        return halves[0].RocAuc().Value;
    }
}
