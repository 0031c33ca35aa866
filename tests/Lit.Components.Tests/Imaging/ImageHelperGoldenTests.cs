using System.Text.Json;
using Lit.Api.Imaging;
using Lit.Components.Paths;
using NUnit.Framework;

namespace Lit.Components.Imaging;

internal sealed class ImageHelperGoldenTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Maps => Cases(fn => fn is not ("to_array" or "overlay"));

    private static IEnumerable<TestCaseData<GoldenCase>> Arrays => Cases(fn => fn == "to_array");

    private static IEnumerable<TestCaseData<GoldenCase>> Overlays => Cases(fn => fn == "overlay");

    [TestCaseSource(nameof(Maps))]
    public void Maps_are_cut_and_scaled_as_recorded(GoldenCase golden)
    {
        double[] map = ImageMethodGoldenTests.Flat(golden.Input.GetProperty("map"));
        void Run()
        {
            switch (golden.Input.GetProperty("fn").GetString())
            {
                case "clip_signed":
                    MapScaling.ClipSigned(map, golden.Input.GetProperty("fraction").GetDouble());
                    break;
                case "clip_unsigned":
                    MapScaling.ClipUnsigned(map, golden.Input.GetProperty("fraction").GetDouble());
                    break;
                case "normalize_signed":
                    MapScaling.NormalizeSigned(map);
                    break;
                default:
                    MapScaling.NormalizeUnsigned(map);
                    break;
            }
        }

        if (golden.IsError)
        {
            Assert.That(Run, Throws.ArgumentException);
            return;
        }

        Run();
        ImageMethodGoldenTests.CheckAll(golden, ImageMethodGoldenTests.Flat(golden.Expected), map);
    }

    [TestCaseSource(nameof(Arrays))]
    public void Pictures_become_arrays_as_recorded(GoldenCase golden)
    {
        if (golden.IsError)
        {
            Assert.That(() => Read(golden), Throws.InstanceOf<Exception>());
            return;
        }

        double scale = golden.Input.GetProperty("normalize").GetBoolean() ? 255 : 1;
        ImageMethodGoldenTests.CheckAll(
            golden,
            ImageMethodGoldenTests.Flat(golden.Expected),
            [.. Read(golden).Pixels.ToArray().Select(pixel => pixel / scale)]);
    }

    [TestCaseSource(nameof(Overlays))]
    public void Overlays_are_those_of_LIT_where_LIT_is_asked_for(GoldenCase golden) =>
        ImageMethodGoldenTests.CheckAll(golden, ImageMethodGoldenTests.Flat(golden.Expected), Draw(golden, litCompatible: true));

    [TestCaseSource(nameof(Overlays))]
    public void Signed_overlays_differ_from_those_of_LIT_only_where_all_scores_are_zero(GoldenCase golden)
    {
        double[] found = Draw(golden, litCompatible: false);
        if (!golden.Input.GetProperty("signed").GetBoolean())
        {
            return;
        }

        if (!golden.Name.Contains("zero", StringComparison.Ordinal))
        {
            ImageMethodGoldenTests.CheckAll(golden, ImageMethodGoldenTests.Flat(golden.Expected), found);
            return;
        }

        // Nothing speaks for or against: no colour at all.
        foreach (double[] pixel in found.Chunk(3))
        {
            Assert.That(pixel[0], Is.EqualTo(pixel[2]).Within(2));
        }
    }

    [Test]
    public void The_figures_of_the_contract_are_drawn()
    {
        var image = new RasterImage(2, 2, 3, [.. Enumerable.Repeat((byte[])[200, 100, 50], 4).SelectMany(rgb => rgb)]);
        double[] map = [1, -1, 0.5, 0];

        byte[] signed = SalienceOverlay.Draw(image, map, 2, 2, new OverlayOptions()).Pixels.ToArray();
        byte[] areas = SalienceOverlay.Draw(
            image,
            map,
            2,
            2,
            new OverlayOptions { Colors = OverlayColors.Summer, Signed = false, FadeByScore = false, Opacity = 0.7, LitCompatible = true })
            .Pixels.ToArray();

        Assert.That(signed.Select(b => (int)b), Is.EqualTo(new[] { 255, 0, 0, 62, 62, 62, 255, 0, 0, 62, 62, 62 }).Within(2));
        Assert.That(areas.Select(b => (int)b), Is.EqualTo(new[] { 197, 197, 90, 197, 197, 90, 108, 152, 90, 19, 107, 90 }).Within(2));
    }

    [Test]
    public void Regions_that_speak_against_the_class_look_like_those_that_say_nothing()
    {
        double[] map = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? 1.0 : i < 80 ? -5 : 0)];
        var image = new RasterImage(10, 10, 1, new byte[100]);
        var options = new OverlayOptions { Colors = OverlayColors.Summer, Signed = false, FadeByScore = false };

        byte[][] drawn = [.. SalienceOverlay.Draw(image, map, 10, 10, options).Pixels.ToArray().Chunk(3)];

        Assert.That(drawn[0], Is.EqualTo(new byte[] { 255, 255, 102 }));
        Assert.That(drawn[50], Is.EqualTo(new byte[] { 0, 127, 102 }));
        Assert.That(drawn[90], Is.EqualTo(drawn[50]));
        Assert.That(() => SalienceOverlay.Draw(image, [1, 2, 3], 2, 1, options), Throws.ArgumentException);
    }

    private static IEnumerable<TestCaseData<GoldenCase>> Cases(Func<string, bool> fn) => Golden.Cases(
        "lit/image_utils.json", golden => fn(golden.Input.GetProperty("fn").GetString()!));

    private static RasterImage Read(GoldenCase golden)
    {
        var image = RasterImage.FromDataUrl(golden.Input.GetProperty("image").GetString()!);
        JsonElement shape = golden.Input.GetProperty("shape");
        image = image.Resize(shape[1].GetInt32(), shape[0].GetInt32());
        return golden.Input.GetProperty("mode").GetString() switch
        {
            "L" => image.ToGrey(),
            "RGB" => image.ToRgb(),
            "RGBA" => image.ToRgba(),
            var mode => throw new NotSupportedException(mode),
        };
    }

    private static double[] Draw(GoldenCase golden, bool litCompatible)
    {
        JsonElement input = golden.Input;
        JsonElement map = input.GetProperty("map");
        var overlay = SalienceOverlay.Draw(
            RasterImage.FromDataUrl(input.GetProperty("image").GetString()!),
            ImageMethodGoldenTests.Flat(map),
            map[0].GetArrayLength(),
            map.GetArrayLength(),
            new OverlayOptions
            {
                Colors = input.GetProperty("cm_name").GetString() == "bwr" ? OverlayColors.BlueWhiteRed : OverlayColors.Summer,
                Signed = input.GetProperty("signed").GetBoolean(),
                FadeByScore = input.GetProperty("pixel_saliency").GetBoolean(),
                Opacity = input.GetProperty("alpha_mul").GetDouble(),
                ClipFraction = input.GetProperty("clip_fraction").GetDouble(),
                LitCompatible = litCompatible,
            });
        return [.. overlay.Pixels.ToArray().Select(pixel => (double)pixel)];
    }
}
