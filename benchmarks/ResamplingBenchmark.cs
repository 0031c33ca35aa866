using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Lit.Api.Metrics;
using Lit.Metrics;
using Lit.Types;

namespace Lit.Benchmarks;

/// <summary>1000 resamples of a score, drawn from what the score needs to know, beside scoring drawn rows anew.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *Resampling*</c>.</para>
/// <para>Read ratios and allocations: times belong to one machine.</para>
/// </remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ResamplingBenchmark
{
    private const int Resamples = 1000;

    private int[] _labels = [];
    private double[] _scores = [];
    private MetricState _state = null!;

    [Params(100_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(11);
        _scores = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        _labels = [.. _scores.Select(score => random.NextDouble() < 0.15 + (0.7 * score) ? 1 : 0)];
        float[] rows = [.. _scores.SelectMany(score => new[] { (float)(1 - score), (float)score })];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" };
        var batch = new MetricBatch(
            new MetricFields("probas", type, "label", new CategoryLabel()),
            new Lit.Api.StringColumn(_labels.Select(label => label == 1 ? "yes" : "no").ToArray()),
            new Lit.Api.TensorColumn(rows, Rows, [2]));
        _state = new MulticlassMetrics().CreateState(batch.Fields);
        _state.Add(batch, [.. Enumerable.Range(0, Rows)]);
    }

    [BenchmarkCategory("accuracy"), Benchmark(Baseline = true)]
    public double AccuracyOfDrawnRows()
    {
        var random = new Random(1);
        double sum = 0;
        for (int b = 0; b < Resamples; b++)
        {
            int right = 0;
            for (int i = 0; i < Rows; i++)
            {
                int row = random.Next(Rows);
                right += (_scores[row] >= 0.5 ? 1 : 0) == _labels[row] ? 1 : 0;
            }

            sum += (double)right / Rows;
        }

        return sum;
    }

    /// <summary>Accuracy, precision, recall, F1 and both areas with their intervals: all that follows from the state.</summary>
    [BenchmarkCategory("accuracy"), Benchmark]
    public double AllScoresFromTheState() => _state.Compute(new() { Resamples = Resamples })[0].Lower;

    [BenchmarkCategory("AUC"), Benchmark(Baseline = true)]
    public double AreaOfDrawnRows()
    {
        var random = new Random(1);
        double sum = 0;
        int[] labels = new int[Rows];
        double[] scores = new double[Rows];
        for (int b = 0; b < Resamples; b++)
        {
            for (int i = 0; i < Rows; i++)
            {
                int row = random.Next(Rows);
                (labels[i], scores[i]) = (_labels[row], _scores[row]);
            }

            sum += BinaryScores.RocAuc(labels, scores);
        }

        return sum;
    }

    [BenchmarkCategory("AUC"), Benchmark]
    public double AreaFromTheState() => _state.Compute(new() { Resamples = Resamples }).Single(value => value.Name == "auc").Lower;
}
