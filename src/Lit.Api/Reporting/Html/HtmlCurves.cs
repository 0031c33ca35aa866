using System.Text;
using static Lit.Api.Reporting.Html.HtmlBuilder;

namespace Lit.Api.Reporting.Html;

/// <summary>Curves and clouds of points in SVG; curves differ by colour and by dashes.</summary>
internal static class HtmlCurves
{
    private const double Width = 640;
    private const double Height = 380;
    private const double Left = 64;
    private const double Top = 12;
    private const double PlotWidth = Width - Left - 16;
    private const double PlotHeight = Height - Top - 48;

    private static readonly string?[] Dashes = [null, "7 4", "2 3", "10 3 2 3", "4 2", "12 5"];

    public static void Draw(HtmlBuilder html, LineChartBlock chart)
    {
        Plot plot = new(chart.Horizontal, chart.Vertical);
        string names = string.Join(", ", chart.Series.Select(series => series.Name));
        html.Open(
            "svg", ("viewBox", $"0 0 {Number(Width)} {Number(Height)}"), ("width", Number(Width)), ("role", "img"),
            ("aria-label", $"{chart.Title ?? "line chart"}: {chart.YLabel} against {chart.XLabel}; {names}"));
        Axes(html, chart, plot);
        if (chart.Diagonal)
        {
            double low = Math.Max(plot.X.Minimum, plot.Y.Minimum);
            double high = Math.Min(plot.X.Maximum, plot.Y.Maximum);
            html.Markup($"<path class=\"guide\" d=\"{plot.Path([new(low, low), new(high, high)])}\"/>");
        }

        for (int i = 0; i < chart.Series.Count; i++)
        {
            Series(html, chart.Series[i], i, plot);
        }

        html.Close("svg");
        Legend(html, chart);
    }

    private static void Axes(HtmlBuilder html, LineChartBlock chart, Plot plot)
    {
        foreach (double tick in plot.X.Ticks(6))
        {
            string x = Number(plot.Across(tick));
            html.Markup($"<path class=\"grid\" d=\"M{x} {Number(Top)}v{Number(PlotHeight)}\"/>")
                .Element(
                    "text",
                    Tick(tick),
                    ("x", x),
                    ("y", Number(Top + PlotHeight + 16)),
                    ("text-anchor", "middle"),
                    ("class", "soft"));
        }

        foreach (double tick in plot.Y.Ticks(5))
        {
            string y = Number(plot.Down(tick));
            html.Markup($"<path class=\"grid\" d=\"M{Number(Left)} {y}h{Number(PlotWidth)}\"/>")
                .Element(
                    "text",
                    Tick(tick),
                    ("x", Number(Left - 6)),
                    ("y", y),
                    ("dy", "4"),
                    ("text-anchor", "end"),
                    ("class", "soft"));
        }

        html.Markup(
            $"<path class=\"axis\" d=\"M{Number(Left)} {Number(Top)}v{Number(PlotHeight)}h{Number(PlotWidth)}\"/>")
            .Element(
                "text",
                chart.XLabel,
                ("x", Number(Left + (PlotWidth / 2))),
                ("y", Number(Height - 8)),
                ("text-anchor", "middle"))
            .Element(
                "text",
                chart.YLabel,
                ("transform", $"translate(14 {Number(Top + (PlotHeight / 2))}) rotate(-90)"),
                ("text-anchor", "middle"));
    }

    private static void Series(HtmlBuilder html, ChartSeries series, int index, Plot plot)
    {
        string color = $"var(--s{index % 6})";
        html.Open("g").Element("title", series.Name);
        ChartPoint[] banded = [.. series.Points.Where(
            point => point is { Lower: not null, Upper: not null } && point.IsFinite)];
        if (banded.Length > 1)
        {
            string band = plot.Path([
                .. banded.Select(point => new ChartPoint(point.X, point.Upper!.Value)),
                .. banded.Reverse().Select(point => new ChartPoint(point.X, point.Lower!.Value))]);
            html.Markup($"<path class=\"band\" fill=\"{color}\" d=\"{band}Z\"/>");
        }

        if (series.Joined)
        {
            string dash = Dashes[index % 6] is { } pattern ? $" stroke-dasharray=\"{pattern}\"" : "";
            html.Markup($"<path class=\"curve\" stroke=\"{color}\"{dash} d=\"{plot.Path(series.Points)}\"/>");
        }

        if (!series.Joined || series.Points.Count <= 12)
        {
            foreach (ChartPoint point in series.Points.Where(point => point.IsFinite))
            {
                var (x, y) = (Number(plot.Across(point.X)), Number(plot.Down(point.Y)));
                html.Markup($"<circle r=\"3\" fill=\"{color}\" cx=\"{x}\" cy=\"{y}\">")
                    .Element("title", $"{series.Name}: {ReportNumber.Format(point.X)}, {ReportNumber.Format(point.Y)}")
                    .Close("circle");
            }
        }

        html.Close("g");
    }

    private static void Legend(HtmlBuilder html, LineChartBlock chart)
    {
        if (chart.Series.Count == 0)
        {
            return;
        }

        html.Open("p", ("class", "legend"));
        for (int i = 0; i < chart.Series.Count; i++)
        {
            string color = $"var(--s{i % 6})";
            string dash = Dashes[i % 6] is { } pattern ? $" stroke-dasharray=\"{pattern}\"" : "";
            string mark = chart.Series[i].Joined
                ? $"<path class=\"curve\" stroke=\"{color}\"{dash} d=\"M1 5H33\"/>"
                : $"<circle r=\"4\" fill=\"{color}\" cx=\"17\" cy=\"5\"/>";
            html.Markup($"<span class=\"key\"><svg width=\"34\" height=\"10\" aria-hidden=\"true\">{mark}</svg>")
                .Text(chart.Series[i].Name)
                .Markup("</span>");
        }

        html.Close("p");
    }

    private static string Tick(double value) => value == 0 || Math.Abs(value) is >= 1e-3 and < 1e6
        ? ReportNumber.Format(value, "0.####")
        : ReportNumber.Format(value);

    private readonly record struct Plot(AxisRange X, AxisRange Y)
    {
        public double Across(double x) => Left + (X.Fraction(x) * PlotWidth);

        public double Down(double y) => Top + ((1 - Y.Fraction(y)) * PlotHeight);

        public string Path(IEnumerable<ChartPoint> points)
        {
            StringBuilder path = new();
            bool drawing = false;
            foreach (ChartPoint point in points)
            {
                if (point.IsFinite)
                {
                    path.Append(drawing ? 'L' : 'M')
                        .Append(Number(Across(point.X))).Append(' ').Append(Number(Down(point.Y)));
                }

                drawing = point.IsFinite;
            }

            return path.ToString();
        }
    }
}
