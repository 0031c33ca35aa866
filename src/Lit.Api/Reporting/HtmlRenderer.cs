using Lit.Api.Reporting.Html;

namespace Lit.Api.Reporting;

/// <summary>Draws results as one HTML page that needs nothing else: no scripts, no fonts, no network.</summary>
/// <remarks>
/// The page is readable in dark and light, by the reader's setting, in print, and without colours: the sign of a score
/// is
/// also in the line below a word and in its tooltip. Texts of the user are escaped. A content security policy in the
/// page
/// keeps it from loading or running anything. Safe for concurrent use.
/// </remarks>
/// <param name="options">The title of the page, if the result has none.</param>
public sealed class HtmlRenderer(HtmlOptions options)
{
    /// <summary>Draws a result.</summary>
    /// <returns>A whole HTML document.</returns>
    public string Render(IReportable result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string title = (result as Report)?.Title ?? options.Title;
        HtmlBuilder html = new();
        html.Markup("<!DOCTYPE html>\n")
            .Open("html", ("lang", (result as Report)?.Language ?? "en"))
            .Markup("\n<head>\n<meta charset=\"utf-8\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
            .Markup("<meta http-equiv=\"Content-Security-Policy\" ")
            .Markup("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n")
            .Element("title", title)
            .Markup("\n<style>\n").Markup(Stylesheet.Css).Markup("\n</style>\n</head>\n<body>\n<main>\n")
            .Element("h1", title, ("dir", "auto"))
            .Markup("\n");
        DrawAll(html, result.ToReport(), level: 2);
        return html.Markup("</main>\n</body>\n</html>\n").ToString();
    }

    private static void DrawAll(HtmlBuilder html, IEnumerable<ReportBlock> blocks, int level)
    {
        foreach (ReportBlock block in blocks)
        {
            Draw(html, block, level);
            html.Markup("\n");
        }
    }

    private static void Draw(HtmlBuilder html, ReportBlock block, int level)
    {
        switch (block)
        {
            case SectionBlock section:
                html.Open("section").Element($"h{Math.Min(level, 6)}", section.Heading, ("dir", "auto")).Markup("\n");
                DrawAll(html, section.Blocks, level + 1);
                html.Close("section");
                return;
            case TableBlock table:
                HtmlTable.Draw(html, table);
                return;
        }

        html.Open("figure");
        if (block.Title is { } title)
        {
            html.Element("figcaption", title, ("dir", "auto"));
        }

        DrawFigure(html, block);
        html.Close("figure");
    }

    private static void DrawFigure(HtmlBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                HtmlProse.Paragraph(html, paragraph);
                break;
            case FactsBlock facts:
                HtmlProse.Facts(html, facts.Facts);
                break;
            case TextSalienceBlock salience:
                HtmlSalience.Draw(html, salience);
                break;
            case ImageSalienceBlock salience:
                HtmlImageSalience.Draw(html, salience);
                break;
            case BarChartBlock chart:
                HtmlBars.Draw(html, chart);
                break;
            case LineChartBlock chart:
                HtmlCurves.Draw(html, chart);
                break;
            case HeatMapBlock map:
                HtmlHeatMap.Draw(html, map);
                break;
            case ImageBlock image:
                html.Open("img", ("src", image.DataUrl), ("alt", image.AlternativeText));
                break;
            default:
                throw new NotSupportedException($"No drawing for {block.GetType().Name} in HTML.");
        }
    }
}
