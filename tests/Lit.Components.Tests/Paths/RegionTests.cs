using System.Text.Json;
using Lit.Components.Salience;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class RegionTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Cases => Golden.Cases(
        "lit/image_methods.json", golden => golden.Name.StartsWith("xrai", StringComparison.Ordinal));

    [TestCaseSource(nameof(Cases))]
    public void Given_segments_are_ranked_as_recorded(GoldenCase golden)
    {
        double[] scores = ImageMethodGoldenTests.Flat(golden.Input.GetProperty("base_attribution"));
        int[][] regions = [.. golden.Input.GetProperty("segments").EnumerateArray().Select(Pixels)];

        double[] found = golden.Input.GetProperty("algorithm").GetString() == "fast"
            ? RegionRanking.Fast(scores, regions, 50)
            : RegionRanking.Full(scores, regions, 50);

        ImageMethodGoldenTests.CheckAll(golden, ImageMethodGoldenTests.Flat(golden.Expected.GetProperty("attribution")), found);
    }

    [Test]
    public void Three_overlapping_regions_have_the_figures_of_the_contract()
    {
        double[] scores = [.. Enumerable.Range(0, 400).Select(i => i < 200 ? 1.0 : i % 20 < 10 ? 3 : -1)];
        int[][] regions = [Where((y, _) => y < 12), Where((y, x) => y >= 10 && x < 10), Where((y, x) => y >= 10 && x >= 8)];

        double[] found = RegionRanking.Fast(scores, regions, 50);

        Assert.That(found.Count(v => v == 3), Is.EqualTo(100));
        Assert.That(found.Count(v => Math.Abs(v - 0.8181818182) < 1e-9), Is.EqualTo(220));
        Assert.That(found.Count(v => v == -1), Is.EqualTo(80));
    }

    [TestCase(1, true)]
    [TestCase(3, false)]
    public void Areas_of_one_colour_become_segments(int channels, bool channelsFirst)
    {
        // A bright square on a dark ground.
        var grid = new PixelGrid(40, 60, channels, channelsFirst);
        double[] image = new double[grid.Size];
        for (int i = 0; i < image.Length; i++)
        {
            int pixel = grid.PixelOf(i);
            image[i] = pixel / 60 is >= 10 and < 30 && pixel % 60 is >= 20 and < 40 ? 0.9 : 0.1;
        }

        var segments = SegmentedImage.Segments(image, grid);

        int[] square = [.. Enumerable.Range(0, 2400).Where(p => p / 60 is >= 10 and < 30 && p % 60 is >= 20 and < 40)];
        int[] best = segments.MinBy(segment => segment.Except(square).Count() + square.Except(segment).Count())!;
        Assert.That(square.Except(best), Is.Empty);

        // Edges blur on the way to 224 pixels, so that the segment ends a little inside; widening makes up for it.
        Assert.That(best, Has.Length.InRange(420, 900));
        Assert.That(segments.SelectMany(segment => segment).Distinct().Count(), Is.EqualTo(2400));
    }

    [Test]
    public void An_image_of_one_colour_is_one_segment_at_every_scale()
    {
        var segments = SegmentedImage.Segments(Enumerable.Repeat(0.3, 28 * 28).ToArray(), new PixelGrid(28, 28, 1, true));

        Assert.That(segments, Has.Count.EqualTo(6));
        Assert.That(segments, Is.All.Length.EqualTo(784));
    }

    private static int[] Where(Func<int, int, bool> inside) =>
        [.. Enumerable.Range(0, 400).Where(i => inside(i / 20, i % 20))];

    private static int[] Pixels(JsonElement mask)
    {
        double[] marks = ImageMethodGoldenTests.Flat(mask);
        return [.. Enumerable.Range(0, marks.Length).Where(i => marks[i] != 0)];
    }
}
