using static Lit.Api.Reporting.Html.HtmlBuilder;

namespace Lit.Api.Reporting.Html;

/// <summary>Tables; an interval is written and drawn.</summary>
internal static class HtmlTable
{
    private const double WhiskerWidth = 120;
    private const double WhiskerMargin = 5;

    public static void Draw(HtmlBuilder html, TableBlock table)
    {
        html.Open("div", ("class", "scroll")).Open("table");
        if (table.Title is { } title)
        {
            html.Element("caption", title);
        }

        html.Markup("<thead><tr>");
        for (int c = 0; c < table.Columns.Count; c++)
        {
            html.Element(
                "th",
                table.Columns[c].Title,
                ("scope", "col"),
                ("class", ClassOf(table, c)),
                ("title", table.Columns[c].Description));
        }

        html.Markup("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Open("tr");
            for (int c = 0; c < row.Count; c++)
            {
                string kind = ClassOf(table, c);
                string? tone = HtmlProse.ClassOf(row[c].Tone);
                html.Open(
                    "td", ("class", tone is null ? kind : $"{kind} {tone}"), ("dir", kind == "t" ? "auto" : null));
                Content(html, row[c], table.ScaleOf(c));
                html.Close("td");
            }

            html.Markup("</tr>\n");
        }

        html.Markup("</tbody></table></div>");
    }

    /// <summary>Numbers stand at the right; intervals at the left, so that they and their whiskers line up.</summary>
    private static string ClassOf(TableBlock table, int column)
        => !table.IsNumeric(column) ? "t" : table.Rows.Any(row => row[column] is IntervalCell) ? "i" : "n";

    /// <summary>Writes a value; an interval gets its whisker when there is a scale to draw it on.</summary>
    public static void Content(HtmlBuilder html, ReportCell cell, (double Minimum, double Maximum)? scale)
    {
        if (cell is not IntervalCell interval || interval.Bounds.Length == 0)
        {
            html.Text(cell.ToString());
            return;
        }

        html.Text(ReportNumber.Format(interval.Value, interval.Format)).Element(
            "span", interval.Bounds, ("class", "bounds"));
        if (scale is { } ends && double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper))
        {
            Whisker(html, interval, new(ends.Minimum, ends.Maximum));
        }
    }

    private static void Whisker(HtmlBuilder html, IntervalCell cell, AxisRange axis)
    {
        string from = Number(Place(cell.Lower));
        string to = Number(Place(cell.Upper));
        html.Open(
                "svg",
                ("class", "whisker"),
                ("width", Number(WhiskerWidth)),
                ("height", "14"),
                ("viewBox", $"0 0 {Number(WhiskerWidth)} 14"),
                ("role", "img"),
                ("aria-label", cell.ToString()))
            .Element("title", $"{cell}, on a scale from {Write(axis.Minimum)} to {Write(axis.Maximum)}")
            .Markup($"<path class=\"axis\" d=\"M0 7H{Number(WhiskerWidth)}\"/>")
            .Markup($"<path d=\"M{from} 3V11M{from} 7H{to}M{to} 3V11\"/>");
        if (double.IsFinite(cell.Value))
        {
            html.Markup($"<circle cx=\"{Number(Place(cell.Value))}\" cy=\"7\" r=\"3.5\"/>");
        }

        html.Close("svg");

        string Write(double value) => ReportNumber.Format(value, cell.Format);

        double Place(double value) => WhiskerMargin + (axis.Fraction(value) * (WhiskerWidth - (2 * WhiskerMargin)));
    }
}
