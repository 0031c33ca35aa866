namespace Lit.Api.Reporting.Html;

/// <summary>
/// A text with its words on coloured ground: a solid line below what speaks for, a dashed one below what speaks
/// against.
/// </summary>
internal static class HtmlSalience
{
    public static void Draw(HtmlBuilder html, TextSalienceBlock block)
    {
        double scale = block.Scale;
        html.Open("div", ("class", "text"), ("dir", "auto"));
        foreach (SalientSpan span in block.Spans)
        {
            Draw(html, span, scale, block.Signed);
        }

        html.Close("div");
        foreach (ParagraphBlock note in block.Notes)
        {
            HtmlProse.Paragraph(html, note);
        }

        Legend(html, block.Signed, block.Supports, scale, "solid or dashed line; ");
        HtmlProse.Facts(html, block.Facts);
        Scores(html, block);
    }

    public static string ClassOf(double strength) => strength < 0 ? "against" : "for";

    public static string Alpha(double strength) => $"--a:{HtmlBuilder.Number(Math.Min(1, Math.Abs(strength)))}";

    private static void Draw(HtmlBuilder html, SalientSpan span, double scale, bool signed)
    {
        if (span.Unseen)
        {
            html.Element("span", span.Text, ("class", "unseen"), ("title", "The model did not see this."));
        }
        else if (span.Score is not { } score)
        {
            html.Text(span.Text);
        }
        else
        {
            double strength = double.IsFinite(score) ? score / scale : 0;
            html.Element(
                "span",
                span.Text,
                ("class", ClassOf(strength)),
                ("style", Alpha(strength)),
                ("title", Describe(span, score, signed)));
        }
    }

    private static string Describe(SalientSpan span, double score, bool signed)
    {
        string number = signed ? ReportNumber.Signed(score) : ReportNumber.Format(score);
        return span.Detail is { } detail ? $"{span.Text}: {number} ({detail})" : $"{span.Text}: {number}";
    }

    /// <param name="html">The page.</param>
    /// <param name="signed">Whether scores have a direction.</param>
    /// <param name="supports">What a score above zero speaks for; null to leave it open.</param>
    /// <param name="scale">The |score| with the strongest colour.</param>
    /// <param name="marks">How the two directions differ without colours.</param>
    public static void Legend(HtmlBuilder html, bool signed, string? supports, double scale, string marks)
    {
        string limit = ReportNumber.Format(scale);
        string what = supports is not null ? $" {supports}" : "";
        html.Open("p", ("class", "legend"));
        if (signed)
        {
            html.Element("span", $"for{what}", ("class", "for"), ("style", Alpha(1)))
                .Element("span", $"against{what}", ("class", "against"), ("style", Alpha(1)))
                .Text($"{marks}strongest colour at ±{limit}");
        }
        else
        {
            html.Element("span", "weak", ("class", "for"), ("style", Alpha(0.25)))
                .Element("span", "strong", ("class", "for"), ("style", Alpha(1)))
                .Text($"strongest colour at {limit}");
        }

        html.Close("p");
    }

    private static void Scores(HtmlBuilder html, TextSalienceBlock block)
    {
        SalientSpan[] ranked = [.. block.Strongest(int.MaxValue)];
        if (ranked.Length == 0)
        {
            return;
        }

        html.Markup("<details><summary>all scores</summary><table><thead><tr><th scope=\"col\">word</th>")
            .Markup("<th scope=\"col\" class=\"n\">score</th><th scope=\"col\"></th></tr></thead><tbody>\n");
        foreach (SalientSpan span in ranked)
        {
            double score = span.Score!.Value;
            html.Open("tr").Element("td", span.Text, ("dir", "auto"))
                .Element("td", block.Write(score), ("class", "n"))
                .Element("td", span.Detail ?? "", ("class", "muted")).Markup("</tr>\n");
        }

        html.Markup("</tbody></table></details>");
    }
}
