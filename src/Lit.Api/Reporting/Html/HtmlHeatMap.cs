namespace Lit.Api.Reporting.Html;

/// <summary>A grid of numbers as a table on coloured ground.</summary>
internal static class HtmlHeatMap
{
    public static void Draw(HtmlBuilder html, HeatMapBlock map)
    {
        html.Open("div", ("class", "scroll")).Open("table", ("class", "map")).Open("thead");
        if (map.ColumnLabel is { } label)
        {
            html.Markup("<tr><td></td>")
                .Element(
                    "th",
                    label,
                    ("scope", "colgroup"),
                    ("colspan", $"{Math.Max(1, map.Columns.Count)}"),
                    ("class", "muted"))
                .Markup("</tr>");
        }

        html.Open("tr").Element("th", map.RowLabel ?? "", ("class", "n muted"));
        foreach (string column in map.Columns)
        {
            html.Element("th", column, ("scope", "col"), ("class", "n"));
        }

        html.Markup("</tr></thead><tbody>\n");
        for (int r = 0; r < map.Rows.Count; r++)
        {
            html.Open("tr").Element("th", map.Rows[r], ("scope", "row"));
            for (int c = 0; c < map.Columns.Count; c++)
            {
                double value = map.Values[(r * map.Columns.Count) + c];
                double strength = map.Signed ? map.Strength(value) : Math.Abs(map.Strength(value));
                html.Element(
                    "td",
                    ReportNumber.Format(value, map.Format),
                    ("class", HtmlSalience.ClassOf(strength)),
                    ("style", HtmlSalience.Alpha(strength)),
                    ("title", $"{map.Rows[r]}, {map.Columns[c]}: {ReportNumber.Format(value, map.Format)}"));
            }

            html.Markup("</tr>\n");
        }

        html.Markup("</tbody></table></div>");
    }
}
