using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Lit.Api.Reporting;

public sealed class ImageSalienceBlockTests
{
    private static ImageSalienceBlock Block { get; } = new(2, 3, [0.5, -2, 0, 0, 1, 0]) { Title = "why", Supports = "boot" };

    [Test]
    public void A_page_shows_the_picture_and_its_scores_with_the_strongest_pixel_in_words()
    {
        string plain = new Report("r", [Block]).ToHtml();
        string above = new Report("r", [Block with { Background = [0, 1, 2, 3, 4, 5] }]).ToHtml();

        Assert.That(Regex.Count(plain, "<img"), Is.EqualTo(1));
        Assert.That(Regex.Count(above, "<img"), Is.EqualTo(2));
        Assert.That(plain, Does.Contain("scores of 3 × 2 pixels, the strongest -2 at row 0, column 1"));
        Assert.That(plain, Does.Contain("for boot").And.Contain("against boot"));
    }

    [Test]
    public void A_terminal_without_colours_shows_direction_and_size_as_signs()
    {
        string[] lines = new Report("r", [Block]).ToAnsiString(new AnsiOptions { Colors = AnsiColors.None, Width = 80 }).Split('\n');

        Assert.That(lines, Does.Contain("  += "), string.Join('\n', lines));
    }

    [Test]
    public void A_terminal_with_colours_takes_two_rows_of_pixels_a_line()
    {
        string[] lines = new Report("r", [Block]).ToAnsiString(new AnsiOptions { Colors = AnsiColors.TrueColor, Width = 80 }).Split('\n');

        Assert.That(lines.Count(line => line.Any(c => c == '▀')), Is.EqualTo(1));
        Assert.That(lines.First(line => line.Any(c => c == '▀')).Count(c => c == '▀'), Is.EqualTo(3));
    }

    [Test]
    public void A_picture_wider_than_the_terminal_is_made_smaller()
    {
        ImageSalienceBlock wide = new(4, 400, [.. Enumerable.Repeat(1.0, 1600)]);

        string[] lines = new Report("r", [wide]).ToAnsiString(new AnsiOptions { Colors = AnsiColors.TrueColor, Width = 60 }).Split('\n');

        Assert.That(lines.Max(line => line.Count(c => c == '▀')), Is.InRange(50, 58));
    }

    [Test]
    public void Scores_that_do_not_fit_the_size_are_refused() => Assert.That(
        Assert.Throws<ArgumentException>(() => new ImageSalienceBlock(2, 3, [1]))!.Message,
        Does.StartWith("Expected 2 × 3 scores, one for each pixel; found 1."));
}
