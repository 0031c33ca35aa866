using Lit.Api.Imaging;
using Lit.Api.Reporting.Ansi;

namespace Lit.Api.Reporting.Html;

/// <summary>A picture in grey under the colours of its scores, beside the picture alone.</summary>
internal static class HtmlImageSalience
{
    private const int SmallestSide = 280;

    public static void Draw(HtmlBuilder html, ImageSalienceBlock block)
    {
        double scale = block.Scale;
        int zoom = Math.Max(1, SmallestSide / Math.Max(block.Width, block.Height));
        html.Open("div", ("class", "pixels"));
        if (block.Background.Count > 0)
        {
            Picture(html, PngImage.ToDataUrl(block.Background.AsSpan(), block.Width, block.Height), "the picture", block, zoom);
        }

        Picture(html, PngImage.ToDataUrl(Colors(block, scale), block.Width, block.Height), block.Describe(), block, zoom);
        html.Close("div");
        foreach (ParagraphBlock note in block.Notes)
        {
            HtmlProse.Paragraph(html, note);
        }

        HtmlSalience.Legend(html, block.Signed, block.Supports, scale, "");
        HtmlProse.Facts(html, block.Facts);
    }

    private static void Picture(HtmlBuilder html, string url, string text, ImageSalienceBlock block, int zoom) => html.Open(
        "img",
        ("src", url),
        ("alt", text),
        ("title", text),
        ("width", HtmlBuilder.Number(block.Width * zoom)),
        ("height", HtmlBuilder.Number(block.Height * zoom)));

    /// <summary>RGB and alpha: without a picture the ground of the page shows where scores are small.</summary>
    private static byte[] Colors(ImageSalienceBlock block, double scale)
    {
        byte[] pixels = new byte[block.Scores.Count * 4];
        for (int i = 0; i < block.Scores.Count; i++)
        {
            double strength = block.Strength(block.Scores[i], scale);
            Rgb color = strength < 0 ? Palette.Negative : Palette.Positive;
            double alpha = Math.Abs(strength);
            if (block.Background.Count > 0)
            {
                byte grey = (byte)(64 + (block.Background[i] / 2));
                color = new Rgb(grey, grey, grey).Towards(color, alpha);
                alpha = 1;
            }

            (pixels[i * 4], pixels[(i * 4) + 1], pixels[(i * 4) + 2]) = (color.R, color.G, color.B);
            pixels[(i * 4) + 3] = (byte)Math.Round(alpha * 255);
        }

        return pixels;
    }
}
