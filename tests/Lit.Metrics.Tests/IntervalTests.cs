using System.Text.Json;
using Lit.Api.Metrics;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class IntervalTests
{
    [TestCaseSource(nameof(Resamplings))]
    public void Bounds_of_given_resamples_equal_the_reference(GoldenCase golden)
    {
        double[] data = GoldenFile.Numbers(golden.Input.GetProperty("data"));
        double level = golden.Input.GetProperty("confidence_level").GetDouble();
        Func<double[], double> statistic = golden.Input.GetProperty("statistic").GetString() switch
        {
            "mean" => values => values.Average(),
            "median" => Median,
            _ => Deviation,
        };
        double[] resamples =
        [
            .. golden.Input.GetProperty("resample_indices").EnumerateArray()
                .Select(draw => statistic([.. GoldenFile.Integers(draw).Select(row => data[row])])),
        ];
        var value = new MetricValue("x", statistic(data), data.Length) { Resamples = resamples, Level = level };

        CheckBounds(golden, "percentile", value);
        CheckBounds(golden, "basic", value with { Method = IntervalMethod.Basic });
        var every = new EveryRow(data, statistic);
        CheckBounds(golden, "bca", value with { Method = IntervalMethod.Accelerated, Acceleration = Jackknife.Accelerations(every)[0] });
    }

    [Test]
    public void Equal_seeds_give_equal_intervals_and_others_do_not()
    {
        MulticlassScore Run(int seed) => MulticlassMetrics.Compute(
            [0, 1, 1, 0, 1, 0, 1, 1],
            [.9, .1, .4, .6, .7, .3, .2, .8, .1, .9, .6, .4, .3, .7, .8, .2],
            new() { Seed = seed });

        Assert.That(Run(1).LogLoss.Resamples, Is.EqualTo(Run(1).LogLoss.Resamples));
        Assert.That(Run(1).LogLoss.Resamples, Is.Not.EqualTo(Run(2).LogLoss.Resamples));
    }

    [Test]
    public void Threads_do_not_change_an_interval()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 2)];
        double[] probabilities = [.. labels.SelectMany((label, i) => new[] { 1 - (((i * 37) % 100) / 100.0), (i * 37) % 100 / 100.0 })];
        double[] bounds = new double[8];

        Parallel.For(0, bounds.Length, i => bounds[i] = MulticlassMetrics.Compute(labels, probabilities).Auc.Lower);

        Assert.That(bounds.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Perfect_predictions_are_perfect_however_they_are_drawn_again()
    {
        MulticlassScore score = MulticlassMetrics.Compute([0, 1, 1, 0], [1, 0, 0, 1, 0, 1, 1, 0]);

        Assert.That(score.Accuracy.Lower, Is.EqualTo(1));
        Assert.That(score.MacroF1.Lower, Is.EqualTo(1));
        Assert.That(score.Auc.Lower, Is.EqualTo(1));
        Assert.That(score.Brier.Upper, Is.Zero);
        Assert.That(score.CalibrationError.Upper, Is.Zero);
    }

    [Test]
    public void A_higher_level_makes_a_wider_interval()
    {
        MetricValue accuracy = MulticlassMetrics.Compute(
            [0, 1, 1, 0, 1, 0], [.9, .1, .4, .6, .7, .3, .2, .8, .1, .9, .6, .4]).Accuracy;

        Assert.That(accuracy.LowerBound(0.99), Is.LessThan(accuracy.LowerBound(0.5)));
        Assert.That(accuracy.UpperBound(0.99), Is.GreaterThanOrEqualTo(accuracy.UpperBound(0.5)));
        Assert.That(() => accuracy.LowerBound(1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void No_resamples_leave_the_score_alone()
    {
        MetricValue accuracy = MulticlassMetrics.Compute([0, 1], [.9, .1, .4, .6], IntervalOptions.None).Accuracy;

        Assert.That(accuracy.Value, Is.EqualTo(1));
        Assert.That(accuracy.HasInterval, Is.False);
        Assert.That(accuracy.Lower, Is.NaN);
        Assert.That(accuracy.ToString(), Is.EqualTo("accuracy 1 of 2"));
    }

    [Test]
    public void Infinite_resamples_leave_bounds_that_are_numbers_or_infinite()
    {
        var value = new MetricValue("r2", 0.5, 3)
        {
            Resamples = [double.NegativeInfinity, double.NegativeInfinity, 0.5, 0.75, double.NaN],
        };

        Assert.That(value.Resamples, Has.Count.EqualTo(4), "NaN says nothing of the spread");
        Assert.That(value.Lower, Is.EqualTo(double.NegativeInfinity));
        Assert.That(value.LowerBound(0.2), Is.EqualTo(double.NegativeInfinity));
        Assert.That(value.Upper, Is.EqualTo(0.73125).Within(1e-12));
    }

    [Test]
    public void An_area_of_one_class_is_not_defined_and_says_why()
    {
        MetricValue area = MulticlassMetrics.Compute([1, 1], [.1, .9, .2, .8]).Auc;

        Assert.That(area.Value, Is.NaN);
        Assert.That(area.Reason, Is.EqualTo("no example is negative"));
        Assert.That(area.HasInterval, Is.False);
    }

    [TestCase(200)]
    [TestCase(60_000)]
    public void Drawing_counts_and_drawing_examples_spread_alike(int examples)
    {
        // 90 % right: the standard error of the share is known.
        int[] labels = new int[examples];
        double[] probabilities = [.. labels.SelectMany((_, i) => i % 10 == 0 ? new[] { .2, .8 } : [.8, .2])];

        MulticlassScore score = MulticlassMetrics.Compute(labels, probabilities, new() { Resamples = 4000 });

        double expected = Math.Sqrt(.9 * .1 / examples);
        Assert.That(Deviation([.. score.Accuracy.Resamples]), Is.EqualTo(expected).Within(0.05 * expected));
        Assert.That(Deviation([.. score.Brier.Resamples]), Is.EqualTo(1.2 * expected).Within(0.06 * expected));
        Assert.That(score.Accuracy.Resamples.Average(), Is.EqualTo(.9).Within(4 * expected / Math.Sqrt(4000)));
    }

    private static IEnumerable<TestCaseData<GoldenCase>> Resamplings() => GoldenFile.Cases("scores/resampling.json")
        .Where(test => test.Arguments[0] is GoldenCase golden && golden.Name.StartsWith("bootstrap", StringComparison.Ordinal));

    private static void CheckBounds(GoldenCase golden, string key, MetricValue value)
    {
        JsonElement bounds = golden.Expected.GetProperty(key);
        golden.Check(key, bounds.GetProperty("low"), value.Lower);
        golden.Check(key, bounds.GetProperty("high"), value.Upper);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    [Test]
    public void The_jackknife_of_a_mean_is_its_standard_error()
    {
        double[] data = [1.5, 2, 7, 3, 4.25];

        double[] errors = Jackknife.StandardErrors(new EveryRow(data, values => values.Average()));

        Assert.That(errors[0], Is.EqualTo(Deviation(data) / Math.Sqrt(5)).Within(1e-12));
    }

    [Test]
    public void Accelerated_intervals_can_be_asked_for()
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        double[] probabilities = [.. labels.SelectMany((label, i) => new[] { 1 - (((i * 37) % 100) / 100.0), (i * 37) % 100 / 100.0 })];
        var options = new IntervalOptions { Method = IntervalMethod.Accelerated };

        MulticlassScore plain = MulticlassMetrics.Compute(labels, probabilities);
        MulticlassScore moved = MulticlassMetrics.Compute(labels, probabilities, options);

        Assert.That(moved.Auc.Method, Is.EqualTo(IntervalMethod.Accelerated));
        Assert.That(moved.Auc.Lower, Is.EqualTo(plain.Auc.Lower).Within(0.02).And.LessThan(moved.Auc.Value));
        Assert.That(moved.CalibrationError.Method, Is.EqualTo(IntervalMethod.Basic));
    }

    [Test]
    public void Poisson_weights_spread_as_drawing_examples_does()
    {
        var parts = Enumerable.Range(0, 3).Select(shard => new PoissonBootstrap(1, 1000, shard: shard)).ToArray();
        var whole = new PoissonBootstrap(1, 1000, shard: 7);
        for (int row = 0; row < 9000; row++)
        {
            parts[row % 3].Add([row % 10 == 0 ? 0 : 1]);
        }

        whole.Merge(parts[0]);
        whole.Merge(parts[1]);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            parts[2].Write(writer);
        }

        whole.Merge(JsonDocument.Parse(buffer.ToArray()).RootElement);
        double[] shares = whole.Scores((sums, count) => sums.Span[0] / count);

        double expected = Math.Sqrt(.9 * .1 / 9000);
        Assert.That(whole.Count, Is.EqualTo(9000));
        Assert.That(shares.Average(), Is.EqualTo(0.9).Within(4 * expected / Math.Sqrt(1000)));
        Assert.That(Deviation(shares), Is.EqualTo(expected).Within(0.08 * expected));
    }

    private sealed class EveryRow(double[] data, Func<double[], double> score) : SufficientStatistic
    {
        private readonly double[] _counts = [.. data.Select(_ => 1.0)];

        public override ReadOnlySpan<double> Counts => _counts;

        public override int ScoreCount => 1;

        public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        {
            double[] times = counts.ToArray();
            scores[0] = score([.. data.SelectMany((value, row) => Enumerable.Repeat(value, (int)times[row]))]);
        }
    }
}
