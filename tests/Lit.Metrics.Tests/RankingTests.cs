using FsCheck;
using FsCheck.Fluent;
using Lit.Metrics.Ranks;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class RankingTests
{
    /// <summary>Few distinct scores or many, with both signs.</summary>
    private static Arbitrary<(int[] Labels, double[] Scores)> Scored => (
        from count in Gen.Choose(1, 200)
        from distinct in Gen.Elements(2, 10, 100000)
        from labels in Gen.Choose(0, 1).ArrayOf(count)
        from scores in Gen.Choose(-distinct, distinct).Select(i => i / 7.0).ArrayOf(count)
        select (labels, scores)).ToArbitrary();

    [Property(MaxTest = 300)]
    public Property The_area_is_the_share_of_pairs_in_the_right_order() => Prop.ForAll(Scored, data =>
    {
        double wins = 0, pairs = 0;
        for (int i = 0; i < data.Labels.Length; i++)
        {
            for (int j = 0; j < data.Labels.Length; j++)
            {
                if (data.Labels[i] == 1 && data.Labels[j] == 0)
                {
                    pairs++;
                    wins += data.Scores[i] > data.Scores[j] ? 1 : data.Scores[i] == data.Scores[j] ? 0.5 : 0;
                }
            }
        }

        Assert.That(BinaryScores.RocAuc(data.Labels, data.Scores), Is.EqualTo(wins / pairs));
    });

    [Property(MaxTest = 300)]
    public Property A_monotone_transformation_leaves_the_areas() => Prop.ForAll(Scored, data =>
    {
        double[] transformed = [.. data.Scores.Select(score => (8 * score) + 1024)];
        Assert.That(BinaryScores.RocAuc(data.Labels, transformed), Is.EqualTo(BinaryScores.RocAuc(data.Labels, data.Scores)));
        Assert.That(
            BinaryScores.AveragePrecision(data.Labels, transformed),
            Is.EqualTo(BinaryScores.AveragePrecision(data.Labels, data.Scores)));
    });

    [Property(MaxTest = 300)]
    public Property Whole_weights_equal_repetition() => Prop.ForAll(Scored, data =>
    {
        double[] weights = [.. data.Labels.Select((_, row) => (double)(row % 4))];
        int[] rows = [.. Enumerable.Range(0, weights.Length).SelectMany(row => Enumerable.Repeat(row, row % 4))];
        int[] labels = [.. rows.Select(row => data.Labels[row])];
        double[] scores = [.. rows.Select(row => data.Scores[row])];
        Assert.That(
            BinaryScores.RocAuc(data.Labels, data.Scores, weights),
            Is.EqualTo(BinaryScores.RocAuc(labels, scores)).Within(1e-12));
        Assert.That(
            BinaryScores.AveragePrecision(data.Labels, data.Scores, weights),
            Is.EqualTo(BinaryScores.AveragePrecision(labels, scores)).Within(1e-12));
    });

    [Property(MaxTest = 300)]
    public Property Reversed_scores_have_the_area_that_is_left() => Prop.ForAll(Scored, data =>
    {
        double area = BinaryScores.RocAuc(data.Labels, data.Scores);
        double[] reversed = [.. data.Scores.Select(score => -score)];
        Assert.That(BinaryScores.RocAuc(data.Labels, reversed), Is.EqualTo(1 - area).Within(1e-15));
    });

    [TestCase(1_000)]
    [TestCase(50_000)]
    public void Sorting_by_digits_is_sorting(int count)
    {
        ulong[][] inputs =
        [
            [.. Enumerable.Range(0, count).Select(i => (ulong)i * 0x9E3779B97F4A7C15)],
            [.. Enumerable.Range(0, count).Select(i => SortableKeys.Of((i * 7919 % 1000) - 500.25))],
            [.. Enumerable.Range(0, count).Select(i => SortableKeys.Of(1.0 / (1 + (i * 7919L % count))))],
            [.. Enumerable.Range(0, count).Select(i => (ulong)(i * 7919L % 40))],
            [.. Enumerable.Range(0, count).Select(i => ((ulong)(i % 3) << 60) + (ulong)(i * 7919L % count))],
            [.. Enumerable.Repeat(5UL, count)],
        ];
        foreach (ulong[] keys in inputs)
        {
            ulong[] sorted = [.. keys.Order()];

            RadixSort.Sort(keys);

            Assert.That(keys.AsSpan().SequenceEqual(sorted), Is.True);
        }
    }

    [TestCase(0)]
    [TestCase(-0.0)]
    [TestCase(1e-310)]
    [TestCase(-3.5)]
    [TestCase(double.MaxValue)]
    public void A_key_gives_its_score_back(double score)
        => Assert.That(SortableKeys.Score(SortableKeys.Of(score)), Is.EqualTo(score));

    [Test]
    public void Keys_have_the_order_of_scores()
    {
        double[] scores = [double.MinValue, -2, -1e-300, 0, 1e-310, 0.5, 0.5000000000000001, 3, double.MaxValue];
        Assert.That(scores.Select(SortableKeys.Of), Is.Ordered);
        Assert.That(SortableKeys.Of(-0.0), Is.EqualTo(SortableKeys.Of(0.0)));
    }

    [TestCase(new[] { 1, 0, 1, 0, 1 }, new[] { .5, .5, .7, .2, .2 }, 0.6666666666666666, 0.7555555555555555)]
    [TestCase(new[] { 1, 0, 1, 0, 1, 1, 0, 0 }, new[] { .9, .8, .8, .6, .55, .5, .5, .1 }, 0.6875, 0.7095238095238094)]
    [TestCase(new[] { 0, 0, 1, 1 }, new[] { .1, .4, .35, .8 }, 0.75, 0.8333333333333333)]
    public void Areas_are_these(int[] labels, double[] scores, double roc, double precision)
    {
        Assert.That(BinaryScores.RocAuc(labels, scores), Is.EqualTo(roc).Within(1e-15));
        Assert.That(BinaryScores.AveragePrecision(labels, scores), Is.EqualTo(precision).Within(1e-15));
    }
}
