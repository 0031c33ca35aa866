using System.Text.RegularExpressions;
using Lit.Api.Reporting.Ansi;
using NUnit.Framework;

namespace Lit.Api.Reporting;

public sealed partial class AnsiRendererTests
{
    private static readonly AnsiOptions Plain = new() { Colors = AnsiColors.None };

    [Test]
    public void Without_colours_there_is_no_control_sequence()
        => Assert.That(Samples.Everything.ToAnsiString(Plain), Does.Not.Contain('\e'));

    [TestCase(AnsiColors.None)]
    [TestCase(AnsiColors.Palette256)]
    [TestCase(AnsiColors.TrueColor)]
    public void The_text_is_the_same_in_every_depth_of_colour_but_for_signs_and_curves(AnsiColors colors)
    {
        string text = Visible(new Report("t", [Samples.Metrics]).ToAnsiString(new() { Colors = colors }));

        Assert.That(text, Is.EqualTo(new Report("t", [Samples.Metrics]).ToAnsiString(Plain)));
    }

    [TestCase(20)]
    [TestCase(40)]
    [TestCase(80)]
    [TestCase(200)]
    public void Prose_and_salience_fit_the_width(int width)
    {
        string words = string.Concat(Enumerable.Repeat("A 素晴らしい film, 👍🏽 extraordinarilylongwordwithoutanyspace ", 8));
        Report report = new("t", [new ParagraphBlock(words), new TextSalienceBlock([new(words, 0.5), new(words, -1)])]);

        string text = Visible(report.ToAnsiString(new() { Width = width }));

        Assert.That(text.Split('\n').Select(TerminalText.WidthOf), Is.All.LessThanOrEqualTo(width));
    }

    [TestCase(40)]
    [TestCase(80)]
    public void Every_block_fits_the_width(int width)
    {
        string text = Visible(Samples.Everything.ToAnsiString(new() { Width = width }));

        Assert.That(text.Split('\n').Select(TerminalText.WidthOf), Is.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void Text_of_the_user_cannot_drive_the_terminal()
    {
        string text = new Report(Samples.Hostile, [new ParagraphBlock(Samples.Hostile)]).ToAnsiString(Plain);

        Assert.That(text, Does.Not.Contain('\e').And.Not.Contain('\u202E').And.Not.Contain('\0'));
        Assert.That(text, Does.Contain("␛[31m"));
    }

    [Test]
    public void Without_colours_sign_and_strength_stand_after_the_word()
    {
        string text = new Report("t", [Samples.Salience]).ToAnsiString(Plain);

        Assert.That(text, Does.Contain("Not(--) a great(+++) film. The end."));
        Assert.That(text, Does.Contain("strongest: great\u00A0+1, Not\u00A0-0.500"));
        Assert.That(text, Does.Contain("Warning: Cut after 3 words."));
    }

    [Test]
    public void With_colours_for_is_blue_and_against_is_orange_and_underlined()
    {
        string text = new Report("t", [Samples.Salience]).ToAnsiString();

        Assert.That(text, Does.Contain("\e[38;2;0;0;0;48;2;58;134;214mgreat\e[0m"));
        Assert.That(text, Does.Match("\e\\[4;38;2;[0-9;]+mNot\e\\[0m"));
        Assert.That(text, Does.Contain(" a "), "a score of zero has no colour");
    }

    [Test]
    public void An_interval_has_its_bounds_and_a_whisker_on_the_scale_of_the_column()
    {
        string[] lines = new Report("t", [Samples.Metrics]).ToAnsiString(Plain).Split('\n');

        Assert.That(lines, Has.Some.Match(@"^accuracy +0\.873 \[0\.842, 0\.901\]\u00A0{11}├?●┤"));
        Assert.That(lines, Has.Some.Match(@"^undefined +n/a +0$"));
    }

    [TestCase("NO_COLOR", "1", AnsiColors.None)]
    [TestCase("COLORTERM", "truecolor", AnsiColors.TrueColor)]
    [TestCase("TERM", "xterm-256color", AnsiColors.Palette256)]
    [TestCase("TERM", "dumb", AnsiColors.None)]
    [TestCase("OTHER", "x", AnsiColors.None)]
    public void The_environment_says_how_many_colours_there_are(string variable, string value, AnsiColors expected)
        => Assert.That(
            AnsiOptions.FromEnvironment(name => name == variable ? value : null).Colors, Is.EqualTo(expected));

    [Test]
    public void NO_COLOR_wins_over_what_the_terminal_can_do()
    {
        var environment =
            new Dictionary<string, string> { ["NO_COLOR"] = "1", ["COLORTERM"] = "truecolor", ["COLUMNS"] = "132" };

        var options = AnsiOptions.FromEnvironment(environment.GetValueOrDefault);

        Assert.That(options, Is.EqualTo(new AnsiOptions { Colors = AnsiColors.None, Width = 132 }));
    }

    [TestCase("film", 4)]
    [TestCase("映画", 4)]
    [TestCase("e\u0301", 1)]
    [TestCase("👍🏽", 2)]
    [TestCase("👩‍👩‍👧", 2)]
    [TestCase("🇩🇪", 2)]
    [TestCase("❤️", 2)]
    [TestCase("ｆｕｌｌ", 8)]
    [TestCase("", 0)]
    public void Characters_take_the_columns_that_a_terminal_gives_them(string text, int columns)
        => Assert.That(TerminalText.WidthOf(text), Is.EqualTo(columns));

    [TestCase(0, 0, 0, 16)]
    [TestCase(255, 255, 255, 231)]
    [TestCase(95, 135, 175, 67)]
    [TestCase(118, 118, 118, 243)]
    public void A_colour_becomes_the_nearest_of_the_256(int r, int g, int b, int expected)
        => Assert.That(new Rgb((byte)r, (byte)g, (byte)b).ToPalette256(), Is.EqualTo(expected));

    private static string Visible(string text) => ControlSequence().Replace(text, "");

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex ControlSequence();
}
