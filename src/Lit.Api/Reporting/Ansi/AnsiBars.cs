namespace Lit.Api.Reporting.Ansi;

/// <summary>Bars from a common zero, to eighths of a column.</summary>
internal static class AnsiBars
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    public static void Draw(AnsiWriter writer, BarChartBlock chart)
    {
        if (chart.Bars.Count == 0)
        {
            return;
        }

        int labels = Math.Min(writer.Options.Width / 3, chart.Bars.Max(bar => TerminalText.WidthOf(Label(bar))));
        int numbers = chart.Bars.Max(bar => Number(chart, bar).Length);
        int room = Math.Max(8, writer.Options.Width - labels - numbers - 4);
        var (minimum, maximum) = chart.Range;
        double perColumn = (maximum - minimum) / room;
        int zero = (int)Math.Round(-minimum / perColumn);
        foreach (Bar bar in chart.Bars)
        {
            string label = TerminalText.Truncate(Label(bar), labels);
            writer.Line(
                new AnsiText(label + new string(' ', labels - TerminalText.WidthOf(label) + 2)),
                new AnsiText(Number(chart, bar).PadLeft(numbers) + "  ", AnsiStyle.Muted),
                new AnsiText(
                    Line(bar.Value / perColumn, zero, room),
                    new() { Foreground = bar.Value < 0 && chart.Signed ? Palette.Negative : Palette.Positive }));
        }

        if (chart.ValueLabel is { } label2)
        {
            writer.Wrapped(0, new AnsiText(label2, AnsiStyle.Muted));
        }
    }

    private static string Label(Bar bar) => TerminalText.Clean(bar.Label).Replace('\n', ' ');

    private static string Number(BarChartBlock chart, Bar bar) => bar is { Lower: { } lower, Upper: { } upper }
        ? $"{chart.Write(bar.Value)} [{chart.Write(lower)}, {chart.Write(upper)}]"
        : chart.Write(bar.Value);

    private static string Line(double columns, int zero, int room)
    {
        if (!double.IsFinite(columns))
        {
            return "";
        }

        if (columns < 0)
        {
            int whole = Math.Min(zero, (int)Math.Round(-columns));
            return new string(' ', zero - whole) + new string('█', whole);
        }

        int eighths = (int)Math.Round(Math.Min(columns, room - zero) * 8);
        return (new string(' ', zero) + new string('█', eighths / 8) + Eighths[eighths % 8]).TrimEnd();
    }
}
