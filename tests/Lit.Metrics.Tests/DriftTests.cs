using Lit.Api;
using Lit.Metrics.Drift;
using Lit.Metrics.Significance;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class DriftTests
{
    [Test]
    public void The_stability_index_of_equal_shares_is_nothing_and_grows_with_their_distance()
    {
        Assert.That(SampleDrift.StabilityIndex([50, 50], [50, 50]), Is.Zero);
        double near = SampleDrift.StabilityIndex([50, 50], [45, 55]), far = SampleDrift.StabilityIndex([50, 50], [10, 90]);
        Assert.That(near, Is.InRange(0.001, 0.1));
        Assert.That(far, Is.GreaterThan(0.5));

        double a = 50.5 / 101, b = 10.5 / 101;
        Assert.That(far, Is.EqualTo(((b - a) * Math.Log(b / a)) + ((a - b) * Math.Log((1 - b) / (1 - a)))).Within(1e-12));
        Assert.That(SampleDrift.StabilityIndex([5, 0], [0, 5]), Is.Positive.And.Not.EqualTo(double.PositiveInfinity));
        Assert.That(SampleDrift.StabilityIndex([0, 0], [1, 5]), Is.NaN);
    }

    [Test]
    public void Samples_of_one_distribution_are_no_evidence_and_moved_or_wider_ones_are()
    {
        double[] a = Draw(1, 0, 1), same = Draw(2, 0, 1), moved = Draw(3, 1, 1), wider = Draw(4, 0, 2.5);

        Assert.That(SampleDrift.MeanDiscrepancy(a, same, 2).PValue, Is.GreaterThan(0.02));
        Assert.That(SampleDrift.MeanDiscrepancy(a, moved, 2).PValue, Is.LessThan(0.01));
        Assert.That(SampleDrift.MeanDiscrepancy(a, wider, 2).PValue, Is.LessThan(0.01));
        Assert.That(SampleDrift.TwoSampleClassifier(a, same, 2).PValue, Is.GreaterThan(0.02));
        Assert.That(SampleDrift.TwoSampleClassifier(a, moved, 2).Statistic, Is.GreaterThan(0.7));
        Assert.That(SampleDrift.TwoSampleClassifier(a, wider, 2).PValue, Is.LessThan(1e-4));
        Assert.That(SampleDrift.MeanDiscrepancy([1, 2], [1, 2], 2).Reason, Is.EqualTo("a sample has fewer than two rows"));
    }

    [Test]
    public void Few_of_many_seeds_tell_equal_distributions_apart()
    {
        int discrepancies = 0, classifiers = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            double[] a = Draw(1000 + seed, 0, 1, 60), b = Draw(2000 + seed, 0, 1, 60);
            discrepancies += SampleDrift.MeanDiscrepancy(a, b, 2, seed).PValue <= 0.05 ? 1 : 0;
            classifiers += SampleDrift.TwoSampleClassifier(a, b, 2).PValue <= 0.05 ? 1 : 0;
        }

        Assert.That(discrepancies, Is.LessThan(10));
        Assert.That(classifiers, Is.LessThan(10));
    }

    [Test]
    public void The_gap_of_unequal_samples_is_as_likely_as_of_all_orders()
    {
        double[] a = [0.1, 0.4, 0.7], b = [0.2, 0.9, 1.1, 1.3, 0.5];
        TestOutcome found = KolmogorovSmirnov.TwoSample(a, b);
        int orders = 0, extreme = 0;
        double[] all = [.. a, .. b];
        for (int bits = 0; bits < 256; bits++)
        {
            if (int.PopCount(bits) == 3)
            {
                orders++;
                double[] x = [.. all.Where((_, i) => (bits >> i & 1) == 1)], y = [.. all.Where((_, i) => (bits >> i & 1) == 0)];
                extreme += all.Max(v => Math.Abs((x.Count(u => u <= v) / 3.0) - (y.Count(u => u <= v) / 5.0))) >= found.Statistic - 1e-12 ? 1 : 0;
            }
        }

        Assert.That(found.PValue, Is.EqualTo((double)extreme / orders).Within(1e-12));
    }

    [Test]
    public void The_field_that_moved_stands_first()
    {
        DatasetDrift drift = DatasetDrift.Compare(Reviews(0, 3), Reviews(12, 3), ["length", "genre"]);
        DatasetDrift genres = DatasetDrift.Compare(Reviews(0, 3), Reviews(0, 2), ["length", "genre"]);

        Assert.That(drift.Fields[0].Field, Is.EqualTo("length"));
        Assert.That(drift.Fields[0].PValue, Is.LessThan(0.001));
        Assert.That(drift.Fields[1].PValue, Is.GreaterThan(0.5));
        Assert.That(genres.Fields[0].Field, Is.EqualTo("genre"));
        Assert.That(genres.Fields[0].StabilityIndex, Is.GreaterThan(0.25));
    }

    private static Dataset Reviews(double longer, int genres)
        => new(
            new Spec { ["length"] = new Scalar(), ["genre"] = new CategoryLabel() },
            Enumerable.Range(0, 300).Select(i => new Example([new("length", (i * 7 % 50) + longer), new("genre", $"g{i % genres}")])));

    private static double[] Draw(int seed, double mean, double spread, int rows = 200)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, 2 * rows).Select(i => i % 2 == 0 ? mean + (spread * random.NextNormal()) : random.NextNormal())];
    }
}
