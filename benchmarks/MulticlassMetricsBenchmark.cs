using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics;
using Lit.Metrics.Counts;
using Lit.Types;

namespace Lit.Benchmarks;

/// <summary>Scores of millions of predictions, each beside the loop one would write by hand.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *MulticlassMetrics*</c>.</para>
/// <para>Read ratios and allocations: times belong to one machine.</para>
/// </remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class MulticlassMetricsBenchmark
{
    private const int Bins = 15;

    private int[] _labels = [];
    private int[] _guesses = [];
    private double[] _scores = [];
    private MetricBatch _batch = null!;

    [Params(1_000_000, 10_000_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(11);
        _scores = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        _labels = [.. _scores.Select(score => random.NextDouble() < 0.15 + (0.7 * score) ? 1 : 0)];
        _guesses = [.. _scores.Select(score => score >= 0.5 ? 1 : 0)];
        float[] rows = [.. _scores.SelectMany(score => new[] { (float)(1 - score), (float)score })];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], NullIndex = 0, Parent = "label" };
        _batch = new(
            new MetricFields("probas", type, "label", new CategoryLabel()),
            new StringColumn(_labels.Select(label => label == 1 ? "yes" : "no").ToArray()),
            new TensorColumn(rows, Rows, [2]));
    }

    [BenchmarkCategory("AUC"), Benchmark(Baseline = true)]
    public double AucByComparison()
    {
        double[] sorted = [.. _scores];
        int[] labels = [.. _labels];
        Array.Sort(sorted, labels);
        double wins = 0, negatives = 0;
        for (int i = 0; i < sorted.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0, score = sorted[i];
            for (; i < sorted.Length && sorted[i] == score; i++)
            {
                tiedPositives += labels[i];
                tiedNegatives += 1 - labels[i];
            }

            wins += tiedPositives * (negatives + (tiedNegatives / 2));
            negatives += tiedNegatives;
        }

        return wins / (negatives * (sorted.Length - negatives));
    }

    [BenchmarkCategory("AUC"), Benchmark]
    public double Auc() => BinaryScores.RocAuc(_labels, _scores);

    [BenchmarkCategory("AUC"), Benchmark]
    public double AveragePrecision() => BinaryScores.AveragePrecision(_labels, _scores);

    [BenchmarkCategory("Confusion"), Benchmark(Baseline = true)]
    public int[,] ConfusionByHand()
    {
        int[,] cells = new int[2, 2];
        for (int i = 0; i < _labels.Length; i++)
        {
            cells[_labels[i], _guesses[i]]++;
        }

        return cells;
    }

    [BenchmarkCategory("Confusion"), Benchmark]
    public ConfusionMatrix Confusion() => Classification.Confusion(_labels, _guesses, 2);

    [BenchmarkCategory("Confusion"), Benchmark]
    public double F1() => Classification.F1(_labels, _guesses);

    [BenchmarkCategory("Log loss"), Benchmark(Baseline = true)]
    public double LogLossByHand()
    {
        double sum = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            sum -= Math.Log(Math.Clamp(_labels[i] == 1 ? _scores[i] : 1 - _scores[i], 1e-15, 1 - 1e-15));
        }

        return sum / _labels.Length;
    }

    [BenchmarkCategory("Log loss"), Benchmark]
    public double LogLoss() => BinaryScores.LogLoss(_labels, _scores);

    [BenchmarkCategory("Brier"), Benchmark(Baseline = true)]
    public double BrierByHand()
    {
        double sum = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            double distance = _scores[i] - _labels[i];
            sum += distance * distance;
        }

        return sum / _labels.Length;
    }

    [BenchmarkCategory("Brier"), Benchmark]
    public double Brier() => BinaryScores.Brier(_labels, _scores);

    [BenchmarkCategory("Calibration"), Benchmark(Baseline = true)]
    public double CalibrationByHand()
    {
        double[] gaps = new double[Bins];
        for (int i = 0; i < _labels.Length; i++)
        {
            gaps[Math.Min((int)(_scores[i] * Bins), Bins - 1)] += _scores[i] - _labels[i];
        }

        return gaps.Sum(Math.Abs) / _labels.Length;
    }

    [BenchmarkCategory("Calibration"), Benchmark]
    public double CalibrationError() => Calibration.ExpectedError(_labels, _scores, Bins);

    [BenchmarkCategory("All of LIT's scores from columns"), Benchmark(Baseline = true)]
    public IReadOnlyList<MetricValue> LitScores() => Score(new MulticlassMetrics(), IntervalOptions.None);

    [BenchmarkCategory("All of LIT's scores from columns"), Benchmark]
    public IReadOnlyList<MetricValue> ExtendedScores() => Score(new MulticlassMetrics { Extended = true }, IntervalOptions.None);

    [BenchmarkCategory("All of LIT's scores from columns"), Benchmark]
    public IReadOnlyList<MetricValue> ExtendedScoresWithIntervals() => Score(new MulticlassMetrics { Extended = true }, new());

    private IReadOnlyList<MetricValue> Score(MulticlassMetrics metric, IntervalOptions intervals)
    {
        MetricState state = metric.CreateState(_batch.Fields);
        state.Add(_batch, Enumerable.Range(0, Rows).ToArray());
        return state.Compute(intervals);
    }
}
