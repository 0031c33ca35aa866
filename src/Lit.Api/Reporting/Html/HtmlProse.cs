using Lit.Types;

namespace Lit.Api.Reporting.Html;

/// <summary>Paragraphs and facts.</summary>
internal static class HtmlProse
{
    public static string? ClassOf(ReportTone tone) => tone switch
    {
        ReportTone.Muted => "muted",
        ReportTone.Note => "note",
        ReportTone.Warning => "warning",
        ReportTone.Error => "error",
        _ => null,
    };

    public static void Paragraph(HtmlBuilder html, ParagraphBlock paragraph)
    {
        html.Open("p", ("class", ClassOf(paragraph.Tone)), ("dir", "auto"));
        if (paragraph.Tone is ReportTone.Note or ReportTone.Warning or ReportTone.Error)
        {
            html.Element("strong", $"{paragraph.Tone}: ");
        }

        html.Text(paragraph.Text).Close("p");
    }

    public static void Facts(HtmlBuilder html, ValueList<Fact> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        html.Open("dl");
        foreach (Fact fact in facts)
        {
            html.Element("dt", fact.Name).Open("dd", ("class", ClassOf(fact.Value.Tone)), ("dir", "auto"));
            HtmlTable.Content(html, fact.Value, scale: null);
            if (fact.Detail is { } detail)
            {
                html.Element("span", $" ({detail})", ("class", "detail"));
            }

            html.Close("dd");
        }

        html.Close("dl");
    }
}
