using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using NUnit.Framework;

namespace Lit.Api.Reporting;

public sealed partial class HtmlRendererTests
{
    [Test]
    public void The_page_needs_nothing_from_elsewhere_and_runs_nothing()
    {
        string html = Samples.Everything.ToHtml();

        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("http:").And.Not.Contain("https:").And.Not.Contain("@import"));
        Assert.That(html, Does.Not.Contain("url(").And.Not.Contain("javascript:").And.Not.Match(@"\son[a-z]+="));
        Assert.That(html, Does.Contain("Content-Security-Policy").And.Contain("default-src &#39;none&#39;").Or.Contain(
            "default-src 'none'"));
    }

    [Test]
    public void Text_of_the_user_is_escaped()
    {
        string html = new Report(Samples.Hostile, [new ParagraphBlock(Samples.Hostile)]).ToHtml();

        Assert.That(html, Does.Contain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        Assert.That(html, Does.Not.Contain('\0').And.Not.Contain('\e'));
    }

    [Test]
    public void Every_element_that_opens_closes()
    {
        string body = Samples.Everything.ToHtml();
        body = body[body.IndexOf("<main>", StringComparison.Ordinal)..body.IndexOf(
            "</body>", StringComparison.Ordinal)];

        XmlDocument document = new() { PreserveWhitespace = true };
        Assert.That(() => document.LoadXml(VoidElement().Replace(body, "<$1$2/>")), Throws.Nothing);
    }

    [Test]
    public void The_words_of_a_salience_text_joined_are_the_text()
    {
        XmlDocument document = new() { PreserveWhitespace = true };
        string html = new Report("t", [Samples.Salience]).ToHtml();
        int start = html.IndexOf("<div class=\"text\"", StringComparison.Ordinal);
        document.LoadXml(html[start..(html.IndexOf("</div>", start, StringComparison.Ordinal) + 6)]);

        Assert.That(document.DocumentElement!.InnerText, Is.EqualTo("Not a great film. The end."));
    }

    [Test]
    public void The_sign_of_a_score_is_in_class_and_tooltip_and_its_size_in_the_strength()
    {
        string html = new Report("t", [Samples.Salience]).ToHtml();

        Assert.That(html, Does.Contain("<span class=\"for\" style=\"--a:1\" title=\"great: +1\">great</span>"));
        Assert.That(html, Does.Contain("<span class=\"against\" style=\"--a:0.5\" title=\"Not: -0.500\">Not</span>"));
        Assert.That(html, Does.Contain("<span class=\"unseen\""));
    }

    [Test]
    public void Text_keeps_its_contrast_on_the_strongest_ground_in_light_and_in_dark()
    {
        string css = new Report("t", []).ToHtml();
        string dark = css[css.IndexOf("prefers-color-scheme:dark", StringComparison.Ordinal)..];

        foreach (string scheme in new[] { css, dark })
        {
            double share = double.Parse(Value(scheme, "--top:([.0-9]+)")[0], CultureInfo.InvariantCulture);
            double[] ink = Hex(Value(scheme, "--ink:#([0-9a-f]{6})")[0]);
            double[] panel = Hex(Value(scheme, "--panel:#([0-9a-f]{6})")[0]);
            foreach (string name in new[] { "for", "against" })
            {
                double[] color = [.. Value(scheme, $"--{name}:([0-9]+) ([0-9]+) ([0-9]+)").Select(
                    v => double.Parse(v, CultureInfo.InvariantCulture))];
                double[] ground = [.. color.Zip(panel, (c, p) => (share * c) + ((1 - share) * p))];
                Assert.That(Contrast(ink, ground), Is.GreaterThan(4.5), $"WCAG 2 AA, {name}");
            }
        }

        static string[] Value(string text, string pattern)
            => [.. Regex.Match(text, pattern).Groups.Values.Skip(1).Select(group => group.Value)];

        static double[] Hex(string digits) => [.. Convert.FromHexString(digits).Select(b => (double)b)];

        static double Contrast(double[] a, double[] b)
        {
            var (x, y) = (Luminance(a), Luminance(b));
            return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
        }

        static double Luminance(double[] rgb) => rgb
            .Select(c => c / 255 <= 0.04045 ? c / 255 / 12.92 : Math.Pow(((c / 255) + 0.055) / 1.055, 2.4))
            .Zip([0.2126, 0.7152, 0.0722], (c, w) => c * w).Sum();
    }

    [Test]
    public void A_culture_with_decimal_commas_changes_nothing()
    {
        string expected = Samples.Everything.ToHtml();
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new CultureInfo("de-DE");
            Assert.That(Samples.Everything.ToHtml(), Is.EqualTo(expected));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Test]
    public void Values_that_are_not_finite_reach_no_attribute()
    {
        string html = new Report("t",
        [
            new LineChartBlock([new("a", [new(double.NaN, 1), new(0, double.PositiveInfinity), new(1, 2)])]) { XLabel = "x", YLabel = "y" },
            new BarChartBlock([new("a", double.NaN), new("b", double.PositiveInfinity)]),
            new TextSalienceBlock([new("a", double.NaN)]),
            new HeatMapBlock(["r"], ["c"], [double.NaN]),
        ]).ToHtml();

        Assert.That(Attribute().Matches(html).Select(match => match.Value), Has.None.Match("NaN|∞|Infinity"));
    }

    [TestCase("data:image/svg+xml;base64,PHN2Zz4=")]
    [TestCase("https://example.org/a.png")]
    [TestCase("data:image/png;base64,\"onload=x")]
    public void A_picture_from_elsewhere_or_with_code_is_refused(string url)
        => Assert.That(() => new ImageBlock(url, "a"), Throws.ArgumentException.With.Message.StartsWith(
            "Expected a base64 data URL"));

    [GeneratedRegex("<(img)([^>]*)>")]
    private static partial Regex VoidElement();

    [GeneratedRegex("(?<=\\s)(?:style|x|y|cx|cy|width|height|d)=\"[^\"]*\"")]
    private static partial Regex Attribute();
}
