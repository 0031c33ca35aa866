using Lit.Types;
using NUnit.Framework;

namespace Lit.Api.Imaging;

public sealed class RasterImageTests
{
    private static IEnumerable<TestCaseData<string, int, int, byte[]>> Files =>
    [
        Case(
            "interlaced grey",
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAAAAAEUX5oKAAAAJElEQVR42mNgYGBhYGIQEZNgYGRmEBVn4OLm4eVjkJNXUFQCAAxMAVXMPL7BAAAAAElFTkSuQmCC",
            5, 4, [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 31, 32, 33, 34]),
        Case(
            "16 bits a channel",
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAIAAAAr0DSeAAAAFUlEQVR42mNg/M/0n/n/L4bfDH8YACbqBfWVA0J6AAAAAElFTkSuQmCC",
            2, 1, [1, 2, 3, 250, 251, 252]),
        Case(
            "1 bit",
            "iVBORw0KGgoAAAANSUhEUgAAAAoAAAACAQAAAABJGnB9AAAADklEQVR42mNYdYAhlAEABwIBwNcO6pwAAAAASUVORK5CYII=",
            10, 2, [255, 0, 255, 0, 255, 0, 255, 0, 255, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 0]),
        Case(
            "2 bits",
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABAgAAAAB0O1PJAAAACklEQVR42mOQAAAAGgAZgACOuwAAAABJRU5ErkJggg==",
            3, 1, [0, 85, 170]),
        Case(
            "a palette with transparency",
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABBAMAAADpzgmHAAAACVBMVEUBAgMoMjwHCAnZfO/uAAAAAnRSTlOAAE0QVXMAAAALSURBVHjaY2BUAAAAJQAi6YKH5QAAAABJRU5ErkJggg==",
            3, 1, [1, 2, 3, 128, 40, 50, 60, 0, 7, 8, 9, 255]),
        Case(
            "grey and alpha",
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAQAAABeK7cBAAAADUlEQVR42mPkEpHTAAAA0gBmMl+D3wAAAABJRU5ErkJggg==",
            2, 1, [10, 20, 40, 60]),
        Case(
            "all filters",
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAFCAIAAAAPE8H1AAAAPUlEQVR42gEyAM3/AEQggjz95vHCawEw+Q6X5PMdq3QCBKkBRDAD3+ZjA/Qg2fE4Ppb+JwSGmvU2VOcKS+1DQRcz/0zFvwAAAABJRU5ErkJggg==",
            3, 5,
            [
                68, 32, 130, 60, 253, 230, 241, 194, 107, 48, 249, 14, 199, 221, 1, 228, 136, 117, 52, 162, 15, 11, 13, 4,
                195, 110, 216, 14, 113, 224, 253, 119, 176, 118, 112, 235, 148, 11, 213, 51, 95, 151, 61, 170, 216,
            ]),
    ];

    [TestCaseSource(nameof(Files))]
    public void Every_kind_of_PNG_is_read(string file, int width, int height, byte[] pixels)
    {
        var image = RasterImage.FromDataUrl("data:image/png;base64," + file);

        Assert.That((image.Width, image.Height), Is.EqualTo((width, height)));
        Assert.That(image.Pixels.ToArray(), Is.EqualTo(pixels));
        Assert.That(RasterImage.FromDataUrl(file).Pixels.ToArray(), Is.EqualTo(pixels));
    }

    [Test]
    public void A_picture_comes_back_as_it_was_written([Values(1, 2, 3, 4)] int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 7 * 5 * channels).Select(i => (byte)(i * 37))];

        var read = RasterImage.FromDataUrl(new RasterImage(7, 5, channels, pixels).ToDataUrl());

        Assert.That((read.Width, read.Height, read.Channels), Is.EqualTo((7, 5, channels)));
        Assert.That(read.Pixels.ToArray(), Is.EqualTo(pixels));
    }

    [Test]
    public void Every_cut_and_every_changed_byte_is_an_error_or_a_picture()
    {
        byte[] file = PngImage.Encode(new byte[8 * 6 * 3], 8, 6);
        var random = new SeededRandom(3);
        for (int i = 0; i < 3000; i++)
        {
            byte[] broken = i < file.Length ? file[..i] : [.. file];
            if (i >= file.Length)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.That(RasterImage.FromPng(broken).Width, Is.GreaterThan(0));
            }
            catch (LitException error)
            {
                Assert.That(error.Message, Does.StartWith("Expected "));
            }
        }
    }

    [TestCase("data:image/jpeg;base64,/9j/4AAQSkZJRg==", "a JPEG file: decode it")]
    [TestCase("data:image/png;base64,AAAA", "found something else")]
    [TestCase("data:image/png;base64,!!", "base64 content")]
    public void What_is_no_PNG_says_so(string url, string message)
    {
        var error = Assert.Throws<LitException>(() => RasterImage.FromDataUrl(url));

        Assert.That(error!.Message, Does.Contain(message));
    }

    [Test]
    public void Transparent_pixels_do_not_colour_their_neighbours()
    {
        var image = new RasterImage(2, 1, 4, [255, 0, 0, 255, 0, 255, 0, 0]);

        var one = image.Resize(1, 1);

        Assert.That(one.Pixels.ToArray(), Is.EqualTo(new byte[] { 255, 0, 0, 128 }));
    }

    [Test]
    public void Colours_turn_grey_by_their_brightness()
    {
        var image = new RasterImage(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);

        Assert.That(image.ToGrey().Pixels.ToArray(), Is.EqualTo(new byte[] { 76, 150, 29 }));
        Assert.That(image.ToGrey().ToRgba().Pixels.ToArray()[..4], Is.EqualTo(new byte[] { 76, 76, 76, 255 }));
        Assert.That(image.Resize(3, 1), Is.SameAs(image));
    }

    private static TestCaseData<string, int, int, byte[]> Case(
        string name, string file, int width, int height, byte[] pixels) =>
        new TestCaseData<string, int, int, byte[]>(file, width, height, pixels).SetArgDisplayNames(name);
}
