namespace Lit.Api.Reporting.Ansi;

/// <summary>Curves in Braille dots, two by four to a column; several curves without colours as letters.</summary>
internal static class AnsiCurves
{
    private const int Rows = 12;

    public static void Draw(AnsiWriter writer, LineChartBlock chart)
    {
        var (x, y) = (chart.Horizontal, chart.Vertical);
        string top = ReportNumber.Format(y.Maximum);
        string bottom = ReportNumber.Format(y.Minimum);
        int side = Math.Max(top.Length, bottom.Length);
        int columns = Math.Max(10, Math.Min(60, writer.Options.Width - side - 2));
        BrailleGrid grid = new(columns, Rows);
        if (chart.Diagonal)
        {
            double low = Math.Max(x.Minimum, y.Minimum);
            double high = Math.Min(x.Maximum, y.Maximum);
            grid.Draw(-1, [new(low, low), new(high, high)], x, y, joined: true);
        }

        for (int i = 0; i < chart.Series.Count; i++)
        {
            grid.Draw(i, chart.Series[i].Points, x, y, chart.Series[i].Joined);
        }

        bool letters = !writer.HasColors && chart.Series.Count > 1;
        writer.Line(new AnsiText(TerminalText.Clean(chart.YLabel), AnsiStyle.Muted));
        for (int r = 0; r < Rows; r++)
        {
            string label = r == 0 ? top : r == Rows - 1 ? bottom : "";
            writer.Line([new(label.PadLeft(side) + "│", AnsiStyle.Muted), .. grid.Row(r, letters)]);
        }

        string left = ReportNumber.Format(x.Minimum);
        string right = ReportNumber.Format(x.Maximum);
        int between = Math.Max(1, columns - left.Length - right.Length);
        string name = TerminalText.Truncate(TerminalText.Clean(chart.XLabel), Math.Max(1, between - 2));
        int before = Math.Max(1, (between - TerminalText.WidthOf(name)) / 2);
        int after = Math.Max(1, between - TerminalText.WidthOf(name) - before);
        writer.Line(new AnsiText(new string(' ', side) + "└" + new string('─', columns), AnsiStyle.Muted));
        string axis = new string(' ', side + 1) + left + new string(' ', before) + name + new string(' ', after) + right;
        writer.Line(new AnsiText(axis, AnsiStyle.Muted));
        for (int i = 0; i < chart.Series.Count; i++)
        {
            string mark = letters ? $"{BrailleGrid.Letter(i)} " : "● ";
            writer.Wrapped(
                side + 1, new AnsiText(mark, new() { Foreground = Palette.Series(i) }), new(chart.Series[i].Name));
        }
    }
}
