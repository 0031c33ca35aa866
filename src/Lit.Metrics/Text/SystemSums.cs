using Lit.Api.Metrics;

namespace Lit.Metrics.Text;

/// <summary>
/// What each text of two systems adds to the sums of a metric, and tests of the difference on given draws.
/// </summary>
internal sealed class SystemSums
{
    private readonly TextMetric _metric;
    private readonly double[] _baseline;
    private readonly double[] _system;
    private readonly int _width;

    public SystemSums(
        TextMetric metric, ReadOnlySpan<string> baseline, ReadOnlySpan<string> system, ReadOnlySpan<string> references)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _metric = metric;
        _baseline = metric.Measure(baseline, references, out _width);
        _system = metric.Measure(system, references, out _);
        Count = references.Length;
    }

    /// <summary>How many texts each system has.</summary>
    public int Count { get; }

    /// <param name="draws">The texts of each trial.</param>
    /// <param name="level">The level of intervals.</param>
    public SystemComparison Bootstrap(IEnumerable<int[]> draws, double level)
    {
        List<double> before = [], after = [];
        double[] sums = new double[_width];
        foreach (int[] rows in draws)
        {
            before.Add(Score(_baseline, rows, sums));
            after.Add(Score(_system, rows, sums));
        }

        (MetricValue baseline, MetricValue system) = (Value(_baseline, before, level), Value(_system, after, level));
        double[] distances = [.. before.Zip(after, (own, other) => Math.Abs(own - other))];
        double mean = distances.DefaultIfEmpty().Average();
        return new(
            baseline, system, PValue(Math.Abs(system.Value - baseline.Value), distances.Select(distance => distance - mean)),
            "paired bootstrap");
    }

    /// <param name="draws">Of each trial, for each text, whether it stays with its system.</param>
    public SystemComparison Randomize(IEnumerable<bool[]> draws)
    {
        (MetricValue baseline, MetricValue system) = (Value(_baseline, [], 0.95), Value(_system, [], 0.95));
        return new(
            baseline, system, PValue(Math.Abs(system.Value - baseline.Value), draws.Select(Exchange)),
            "approximate randomisation");
    }

    /// <summary>The share of trials beyond the difference, the observed one among them.</summary>
    private static double PValue(double difference, IEnumerable<double> trials)
    {
        // Scores that differ by the order of their sums alone are equal.
        double room = 1e-12 * Math.Max(1, difference);
        int count = 0, beyond = 0;
        foreach (double trial in trials)
        {
            count++;
            beyond += trial > difference + room ? 1 : 0;
        }

        return difference <= room ? 1 : (1.0 + beyond) / (1 + count);
    }

    private double Exchange(bool[] keeps)
    {
        double[] first = new double[_width], second = new double[_width];
        for (int row = 0; row < keeps.Length; row++)
        {
            for (int i = 0; i < _width; i++)
            {
                double own = _baseline[(row * _width) + i], other = _system[(row * _width) + i];
                first[i] += keeps[row] ? own : other;
                second[i] += keeps[row] ? other : own;
            }
        }

        return Math.Abs(_metric.FirstScore(first, Count) - _metric.FirstScore(second, Count));
    }

    private double Score(double[] texts, int[] rows, double[] sums)
    {
        Array.Clear(sums);
        foreach (int row in rows)
        {
            for (int i = 0; i < _width; i++)
            {
                sums[i] += texts[(row * _width) + i];
            }
        }

        return _metric.FirstScore(sums, rows.Length);
    }

    private MetricValue Value(double[] texts, List<double> resamples, double level)
    {
        double score = Count == 0 ? double.NaN : Score(texts, [.. Enumerable.Range(0, Count)], new double[_width]);
        return new(_metric.MetaSpec.Keys.First(), score, Count)
        {
            Resamples = resamples,
            Level = level,
            Reason = Count == 0 ? "no texts" : null,
        };
    }
}
