using System.Text.Json;
using FsCheck.Fluent;
using Lit.Metrics.Curves;
using Lit.Metrics.Ranks;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class CurveTests
{
    private static readonly int[] ShardCounts = [1, 2, 7, 64];

    [Property(MaxTest = 200)]
    public Property A_cell_begins_where_its_neighbour_ends() => Prop.ForAll(
        Gen.Choose(0, ProbabilityCells.Count - 1).ToArbitrary(),
        cell =>
        {
            double start = ProbabilityCells.Start(cell);
            Assert.That(ProbabilityCells.Of(start), Is.EqualTo(cell), $"{start:R}");
            Assert.That(cell == 0 || ProbabilityCells.Of(Math.BitDecrement(start)) == cell - 1, $"{start:R}");
        });

    [Property(MaxTest = 300)]
    public Property A_sketch_is_no_further_from_the_exact_areas_than_it_says() => Prop.ForAll(
        Examples.ToArbitrary(),
        given =>
        {
            ScoreSketch sketch = new();
            sketch.Add(given.Labels, given.Probabilities);
            BoundedScore area = sketch.RocAuc(), precision = sketch.AveragePrecision();
            double exact = BinaryScores.RocAuc(given.Labels, given.Probabilities);
            double exactPrecision = BinaryScores.AveragePrecision(given.Labels, given.Probabilities);
            Assert.That(double.IsNaN(area.Value), Is.EqualTo(double.IsNaN(exact)));
            Assert.That(double.IsNaN(exact) || Math.Abs(area.Value - exact) <= area.ErrorBound + 1e-12, $"{area} {exact}");
            Assert.That(Math.Abs(precision.Value - exactPrecision), Is.LessThanOrEqualTo(precision.ErrorBound + 1e-12));
        });

    [Property(MaxTest = 100)]
    public Property Shards_of_a_sketch_merge_to_the_last_bit() => Prop.ForAll(
        Examples.ToArbitrary(),
        given =>
        {
            string whole = Json(Sketch(given, _ => true));
            foreach (int shards in ShardCounts)
            {
                ScoreSketch merged = new();
                for (int shard = 0; shard < shards; shard++)
                {
                    merged.Merge(ScoreSketch.Read(JsonDocument.Parse(Json(Sketch(given, row => row % shards == shard))).RootElement));
                }

                Assert.That(Json(merged), Is.EqualTo(whole));
            }
        });

    [Property(MaxTest = 200)]
    public Property The_area_is_that_of_the_curve_and_of_what_is_left_of_it() => Prop.ForAll(
        Examples.ToArbitrary(),
        given =>
        {
            double area = BinaryScores.RocAuc(given.Labels, given.Probabilities);
            RocCurve curve = BinaryScores.Roc(given.Labels, given.Probabilities);
            Assert.That(curve.Area, Is.EqualTo(area).Within(1e-12).Or.NaN);
            Assert.That(curve.WithoutCollinear().Area, Is.EqualTo(area).Within(1e-12).Or.NaN);
            Assert.That(
                BinaryScores.PrecisionRecall(given.Labels, given.Probabilities).AveragePrecision,
                Is.EqualTo(BinaryScores.AveragePrecision(given.Labels, given.Probabilities)).Within(1e-12));
        });

    [Property(MaxTest = 200)]
    public Property Rising_transformations_leave_areas_as_they_are() => Prop.ForAll(
        Examples.ToArbitrary(),
        given =>
        {
            double[] cubes = [.. given.Probabilities.Select(p => (p * p * p) - 7)];
            Assert.That(
                BinaryScores.RocAuc(given.Labels, cubes), Is.EqualTo(BinaryScores.RocAuc(given.Labels, given.Probabilities)));
            Assert.That(
                BinaryScores.AveragePrecision(given.Labels, cubes),
                Is.EqualTo(BinaryScores.AveragePrecision(given.Labels, given.Probabilities)));
        });

    [Property(MaxTest = 200)]
    public Property Weights_count_as_repetition() => Prop.ForAll(
        Examples.ToArbitrary(),
        given =>
        {
            double[] weights = [.. given.Labels.Select((_, row) => (double)(row % 4))];
            int[] rows = [.. Enumerable.Range(0, weights.Length).SelectMany(row => Enumerable.Repeat(row, row % 4))];
            int[] labels = [.. rows.Select(row => given.Labels[row])];
            double[] scores = [.. rows.Select(row => given.Probabilities[row])];
            RocCurve weighted = BinaryScores.Roc(given.Labels, given.Probabilities, weights), repeated = BinaryScores.Roc(labels, scores);
            Assert.That(weighted.FalsePositiveRate.ToArray(), Is.EqualTo(repeated.FalsePositiveRate.ToArray()).Within(1e-15));
            Assert.That(weighted.TruePositiveRate.ToArray(), Is.EqualTo(repeated.TruePositiveRate.ToArray()).Within(1e-15));
            Assert.That(weighted.Thresholds.ToArray(), Is.EqualTo(repeated.Thresholds.ToArray()));
            ScoreSketch one = new(), other = new();
            one.Add(given.Labels, given.Probabilities, weights);
            other.Add(labels, scores);
            Assert.That(Json(one), Is.EqualTo(Json(other)));
        });

    [Test]
    public void Every_point_of_a_sketched_curve_lies_on_the_exact_one()
    {
        int[] labels = [.. Enumerable.Range(0, 500).Select(i => i * 7 % 3 == 0 ? 1 : 0)];
        double[] scores = [.. Enumerable.Range(0, 500).Select(i => i * 37 % 500 / 500.0)];
        ScoreSketch sketch = new();
        sketch.Add(labels, scores);

        RocCurve exact = BinaryScores.Roc(labels, scores), rough = sketch.Roc();

        HashSet<(double, double)> points = [];
        for (int i = 0; i < exact.Count; i++)
        {
            points.Add((exact.FalsePositiveRate[i], exact.TruePositiveRate[i]));
        }

        Assert.That(rough.Count, Is.GreaterThan(100));
        for (int i = 0; i < rough.Count; i++)
        {
            Assert.That(points, Does.Contain((rough.FalsePositiveRate[i], rough.TruePositiveRate[i])));
        }
    }

    [Test]
    public void Areas_of_a_stream_say_how_far_they_are_from_the_exact_ones()
    {
        int[] labels = [.. Enumerable.Range(0, 900).Select(i => i * 11 % 7 < 3 ? 1 : 0)];
        double[] scores = [.. labels.Select((label, i) => ((i * 37 % 100) / 150.0) + (label * 0.2))];
        var batch = Predictions.Binary(labels, scores);
        int[] rows = [.. Enumerable.Range(0, labels.Length)];
        var stream = new MulticlassMetrics { Streaming = true }.CreateState(batch.Fields);
        var exact = new MulticlassMetrics().CreateState(batch.Fields);
        stream.Add(batch, rows);
        exact.Add(batch, rows);

        foreach (string name in (string[])["auc", "aucpr"])
        {
            var found = stream.Compute(new()).Single(value => value.Name == name);
            var wanted = exact.Compute(new()).Single(value => value.Name == name);
            Assert.That(Math.Abs(found.Value - wanted.Value), Is.LessThanOrEqualTo(found.ErrorBound + 1e-12));
            Assert.That(found.ErrorBound, Is.InRange(0, 0.01));
            Assert.That(wanted.ErrorBound, Is.Zero);
            Assert.That(found.Lower, Is.EqualTo(wanted.Lower).Within(0.01));
        }
    }

    private static FsCheck.Gen<(int[] Labels, double[] Probabilities)> Examples =>
        from count in Gen.Choose(1, 60)
        from labels in Gen.Choose(0, 1).ArrayOf(count)
        from numbers in Gen.Choose(0, 4000).ArrayOf(count)
        select (labels, numbers.Select(number => number / 4000.0).ToArray());

    private static ScoreSketch Sketch((int[] Labels, double[] Probabilities) given, Func<int, bool> takes)
    {
        ScoreSketch sketch = new();
        int[] rows = [.. Enumerable.Range(0, given.Labels.Length).Where(takes)];
        sketch.Add([.. rows.Select(row => given.Labels[row])], [.. rows.Select(row => given.Probabilities[row])]);
        return sketch;
    }

    private static string Json(ScoreSketch sketch)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            sketch.Write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
