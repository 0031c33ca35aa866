using Lit.Api.Reporting.Ansi;
using static Lit.Api.Reporting.Html.HtmlBuilder;

namespace Lit.Api.Reporting.Html;

/// <summary>Horizontal bars in SVG.</summary>
internal static class HtmlBars
{
    private const double Width = 720;
    private const double RowHeight = 24;
    private const double CharWidth = 8.2;
    private const int LongestLabel = 30;

    public static void Draw(HtmlBuilder html, BarChartBlock chart)
    {
        string[] labels = [.. chart.Bars.Select(bar => TerminalText.Truncate(bar.Label, LongestLabel))];
        string[] numbers = [.. chart.Bars.Select(bar => chart.Write(bar.Value))];
        double left = (labels.Select(TerminalText.WidthOf).DefaultIfEmpty().Max() * CharWidth) + 12;
        double right = Width - (numbers.Select(number => number.Length).DefaultIfEmpty().Max() * CharWidth) - 12;
        var (minimum, maximum) = chart.Range;
        AxisRange axis = new(minimum, maximum);
        double height = (chart.Bars.Count * RowHeight) + (chart.ValueLabel is null ? 6 : 28);
        string content = string.Join(", ", chart.Bars.Select((bar, i) => $"{bar.Label} {numbers[i]}"));
        html.Open(
            "svg", ("viewBox", $"0 0 {Number(Width)} {Number(height)}"), ("width", Number(Width)), ("role", "img"),
            ("aria-label", $"{chart.Title ?? "bar chart"}: {content}"));
        for (int i = 0; i < chart.Bars.Count; i++)
        {
            Bar bar = chart.Bars[i];
            double y = i * RowHeight;
            html.Open("g").Element("title", $"{bar.Label}: {numbers[i]}{Bounds(chart, bar)}")
                .Element("text", labels[i], ("x", Number(left - 8)), ("y", Number(y + 16)), ("text-anchor", "end"))
                .Element(
                    "text",
                    numbers[i],
                    ("x", Number(Width - 2)),
                    ("y", Number(y + 16)),
                    ("text-anchor", "end"),
                    ("class", "soft"));
            if (double.IsFinite(bar.Value))
            {
                double from = Place(Math.Min(0, bar.Value));
                double to = Place(Math.Max(0, bar.Value));
                string kind = chart.Signed && bar.Value < 0 ? "bar-against" : "bar-for";
                html.Markup($"<rect class=\"{kind}\" x=\"{Number(from)}\" y=\"{Number(y + 4)}\" ")
                    .Markup($"width=\"{Number(to - from)}\" height=\"16\" rx=\"2\"/>");
            }

            if (bar is { Lower: { } lower, Upper: { } upper } && double.IsFinite(lower) && double.IsFinite(upper))
            {
                var (a, b, top, middle) = (Number(Place(lower)), Number(Place(upper)), Number(y + 8), Number(y + 12));
                html.Markup($"<path class=\"error-bar\" d=\"M{a} {top}v8M{a} {middle}H{b}M{b} {top}v8\"/>");
            }

            html.Close("g");
        }

        html.Markup($"<path class=\"axis\" d=\"M{Number(Place(0))} 0V{Number(chart.Bars.Count * RowHeight)}\"/>");
        if (chart.ValueLabel is { } label)
        {
            html.Element(
                "text",
                label,
                ("x", Number((left + right) / 2)),
                ("y", Number(height - 8)),
                ("text-anchor", "middle"),
                ("class", "soft"));
        }

        html.Close("svg");

        double Place(double value) => left + (axis.Fraction(value) * (right - left));
    }

    private static string Bounds(BarChartBlock chart, Bar bar)
        => bar is { Lower: { } lower, Upper: { } upper } ? $" [{chart.Write(lower)}, {chart.Write(upper)}]" : "";
}
