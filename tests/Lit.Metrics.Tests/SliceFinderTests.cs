using FsCheck.Fluent;
using Lit.Api;
using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Slices;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class SliceFinderTests
{
    [Property(MaxTest = 60)]
    public Property The_worst_slices_are_those_of_looking_at_all() => Prop.ForAll(
        (from columns in Gen.Choose(1, 8)
         from depth in Gen.Choose(1, 3)
         from rows in Gen.Choose(40, 120)
         from cells in Gen.Choose(0, 2).ArrayOf(columns * rows)
         from losses in Gen.Choose(0, 5).ArrayOf(rows)
         select (columns, depth, cells, losses)).ToArbitrary(),
        given =>
        {
            int rows = given.losses.Length;
            int[][] codes = [.. Enumerable.Range(0, given.columns).Select(c => given.cells.AsSpan(c * rows, rows).ToArray())];

            // Losses in the first column's second value are raised, so that there is something to find.
            double[] losses = [.. given.losses.Select((loss, row) => (double)loss + (codes[0][row] == 1 ? 3 : 0))];
            foreach (double level in (double[])[1, 0.05])
            {
                var options = new SliceOptions { Depth = given.depth, MinimumSupport = 5, Level = level };
                var search = new SliceSearch(codes, [.. codes.Select(_ => 3)], losses, options);
                for (int column = 0; column < codes.Length; column++)
                {
                    search.SearchFrom(column);
                }

                var all = BruteForce(codes, losses, options, search.Candidates);
                Assert.That(search.Worst.Select(found => found.Effect), Is.EqualTo(all.Select(found => found.Effect)).Within(1e-9));
                Assert.That(search.Worst.Select(found => found.Support), Is.EqualTo(all.Select(found => found.Support)));
                Assert.That(search.Worst.Select(found => found.PValue), Is.EqualTo(all.Select(found => found.PValue)).Within(1e-9));
            }
        });

    [Test]
    public async Task A_slice_that_a_model_fails_on_is_found_by_name()
    {
        LabelledPredictions predictions = Reviews(2000, (genre, length) => genre == "drama" && length < 10);

        WorstSlices slices = await SliceFinder.WorstAsync(predictions, features: ["genre", "length"]);

        Slice worst = slices.Slices[0];
        Assert.That(worst.Conditions[0], Is.EqualTo(("genre", "drama")));
        Assert.That(worst.Conditions[1].Field, Is.EqualTo("length"));
        Assert.That(worst.ToString(), Does.StartWith("genre = drama and length = [0, "));
        Assert.That(worst.Score, Is.Zero.Within(1e-9));
        Assert.That(worst.Rest, Is.EqualTo(1).Within(0.02));
        Assert.That(worst.PValue, Is.LessThan(1e-9));
        Assert.That(worst.Interval.Upper, Is.LessThan(-0.9));
        Assert.That(slices.Candidates, Is.EqualTo(3 + 4 + 12));
    }

    [Test]
    public async Task Chance_alone_makes_no_slices()
    {
        LabelledPredictions predictions = Reviews(3000, (_, _) => false, noise: 7);

        WorstSlices slices = await SliceFinder.WorstAsync(predictions, ["genre", "length"], new() { Depth = 2 });

        Assert.That(slices.Slices, Is.Empty);
    }

    [Test]
    public async Task A_mean_that_is_the_wrong_way_up_or_of_numbers_can_be_looked_for_too()
    {
        LabelledPredictions predictions = Reviews(600, (genre, _) => genre == "drama");

        WorstSlices slices = await SliceFinder.WorstAsync(
            predictions, ["genre"], new() { Metric = Metrics.LogLoss, Depth = 1 });

        Assert.That(slices.Slices[0].ToString(), Is.EqualTo("genre = drama"));
        Assert.That(slices.Slices[0].Difference, Is.Positive);
        Assert.That(slices.Slices[0].Score, Is.EqualTo(-Math.Log(0.1f)).Within(1e-6));
    }

    private static LabelledPredictions Reviews(int count, Func<string, double, bool> isWrong, int noise = 0)
    {
        string[] genres = [.. Enumerable.Range(0, count).Select(i => (i % 3) switch { 0 => "drama", 1 => "comedy", _ => "other" })];
        double[] lengths = [.. Enumerable.Range(0, count).Select(i => (double)(i * 7 % 40))];
        var spec = new Spec { ["genre"] = new CategoryLabel(), ["length"] = new Scalar(), ["label"] = new CategoryLabel() };
        var dataset = new Dataset(spec, genres.Select((genre, i) => new Example(
            [new("genre", genre), new("length", lengths[i]), new("label", i % 2 == 0 ? "yes" : "no")])));
        var random = new SeededRandom(5);
        float[] rows =
        [
            .. genres.SelectMany((genre, i) =>
            {
                bool wrong = isWrong(genre, lengths[i]) || (noise > 0 && random.NextDouble() < 1.0 / noise);
                return (i % 2 == 0) != wrong ? new[] { 0.1f, 0.9f } : [0.9f, 0.1f];
            }),
        ];
        var type = new MulticlassPreds { Vocab = ["no", "yes"], Parent = "label" };
        return new(dataset, new(new Spec { ["p"] = type }, [new("p", new TensorColumn(rows, count, [2]))]));
    }

    private static List<(double Effect, int Support, double PValue)> BruteForce(
        int[][] codes, double[] losses, SliceOptions options, double candidates)
    {
        List<((int, int)[] Conditions, double Effect, int Support, double PValue)> found = [];
        Visit([], 0);
        return
        [
            .. found.OrderByDescending(slice => slice.Effect)
                .ThenByDescending(slice => slice.Support)
                .ThenBy(slice => slice.Conditions.Length)
                .Take(options.Count)
                .Select(slice => (slice.Effect, slice.Support, slice.PValue)),
        ];

        void Visit((int Column, int Code)[] conditions, int from)
        {
            if (conditions.Length > 0)
            {
                bool[] inside = [.. losses.Select((_, row) => conditions.All(c => codes[c.Column][row] == c.Code))];
                double[] own = [.. losses.Where((_, row) => inside[row])], rest = [.. losses.Where((_, row) => !inside[row])];
                if (own.Length >= options.MinimumSupport && rest.Length > 0)
                {
                    double effect = own.Average() - rest.Average();
                    double a = Variance(own) / own.Length, b = Variance(rest) / rest.Length;
                    double freedom = (a + b) * (a + b) / ((a * a / (own.Length - 1)) + (b * b / Math.Max(1, rest.Length - 1)));
                    double p = a + b == 0 ? 0 : double.IsNaN(freedom) ? 1 : Tails.StudentT(-effect / Math.Sqrt(a + b), freedom);
                    double corrected = Math.Min(1, p * candidates);
                    if (effect > 1e-12 && corrected <= options.Level)
                    {
                        found.Add((conditions, effect, own.Length, corrected));
                    }
                }
            }

            for (int column = from; conditions.Length < options.Depth && column < codes.Length; column++)
            {
                for (int code = 0; code < 3; code++)
                {
                    Visit([.. conditions, (column, code)], column + 1);
                }
            }
        }
    }

    private static double Variance(double[] values)
        => values.Length < 2 ? 0 : values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1);
}
