namespace Lit.Api.Reporting.Ansi;

/// <summary>Tables: numbers to the right, long texts wrapped, intervals with a whisker where there is room.</summary>
internal static class AnsiTable
{
    private const int Gap = 2;
    private const int WhiskerWidth = 13;
    private const int LeastWidth = 6;

    public static void Draw(AnsiWriter writer, TableBlock table)
    {
        if (table.Columns.Count == 0)
        {
            return;
        }

        var plain = Layout(table, whiskers: false);
        var wide = Layout(table, whiskers: true);
        bool whiskers = Total(wide) <= writer.Options.Width;
        int[] widths = Shrink(whiskers ? wide : plain, table, writer.Options.Width);

        Row(writer, table, widths, c => [new(table.Columns[c].Title, AnsiStyle.Heading)]);
        writer.Line(new AnsiText(
            string.Join(new string(' ', Gap), widths.Select(width => new string('─', width))), AnsiStyle.Muted));
        foreach (var row in table.Rows)
        {
            Row(writer, table, widths, c => Write(row[c], table, c, whiskers));
        }
    }

    private static int Total(int[] widths) => widths.Sum() + (Gap * (widths.Length - 1));

    private static int[] Layout(TableBlock table, bool whiskers) =>
    [
        .. Enumerable.Range(0, table.Columns.Count).Select(c => table.Rows
            .Select(row => Write(row[c], table, c, whiskers).Sum(piece => Longest(piece.Text)))
            .Append(Longest(table.Columns[c].Title))
            .Max()),
    ];

    private static int Longest(string text) => TerminalText.Clean(text).Split('\n').Max(TerminalText.WidthOf);

    private static int[] Shrink(int[] widths, TableBlock table, int available)
    {
        while (Total(widths) > available)
        {
            int widest = Enumerable.Range(0, widths.Length)
                .OrderBy(c => table.IsNumeric(c))
                .ThenByDescending(c => widths[c])
                .FirstOrDefault(c => widths[c] > LeastWidth, -1);
            if (widest < 0)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static void Row(
        AnsiWriter writer, TableBlock table, int[] widths, Func<int, IReadOnlyList<AnsiText>> content)
    {
        IReadOnlyList<AnsiText>[][] cells =
            [.. widths.Select((width, c) => LineBreaker.Wrap(content(c), width).ToArray())];
        for (int line = 0; line < cells.Max(cell => cell.Length); line++)
        {
            List<AnsiText> pieces = [];
            for (int c = 0; c < widths.Length; c++)
            {
                IReadOnlyList<AnsiText> cell = line < cells[c].Length ? cells[c][line] : [];
                AnsiText space = new(
                    new string(' ', Math.Max(0, widths[c] - cell.Sum(piece => TerminalText.WidthOf(piece.Text)))));
                bool last = c == widths.Length - 1;
                pieces.AddRange(table.IsNumeric(c) ? [space, .. cell] : last ? cell : [.. cell, space]);
                if (!last)
                {
                    pieces.Add(new(new string(' ', Gap)));
                }
            }

            writer.Line(pieces);
        }
    }

    private static List<AnsiText> Write(ReportCell cell, TableBlock table, int column, bool whiskers)
    {
        AnsiStyle style = AnsiStyle.Of(cell.Tone);
        if (cell is not IntervalCell interval)
        {
            return [new(cell.ToString(), style)];
        }

        List<AnsiText> pieces = [new(ReportNumber.Format(interval.Value, interval.Format), style)];
        if (interval.Bounds.Length > 0)
        {
            pieces.Add(new(" " + interval.Bounds, AnsiStyle.Muted));
            if (whiskers)
            {
                pieces.Add(
                    new("\u00A0" + Whisker(interval, table.ScaleOf(column)), new() { Foreground = Palette.Positive }));
            }
        }

        return pieces;
    }

    /// <summary>
    /// A line from the lower to the upper bound with a dot at the value, padded to the width of the scale.
    /// </summary>
    private static string Whisker(IntervalCell cell, (double Minimum, double Maximum) scale)
    {
        AxisRange axis = new(scale.Minimum, scale.Maximum);
        char[] line = new char[WhiskerWidth];
        Array.Fill(line, '\u00A0');
        if (double.IsFinite(cell.Lower) && double.IsFinite(cell.Upper))
        {
            var (from, to) = (Place(cell.Lower), Place(cell.Upper));
            Array.Fill(line, '─', from, to - from + 1);
            (line[from], line[to]) = ('├', '┤');
        }

        if (double.IsFinite(cell.Value))
        {
            line[Place(cell.Value)] = '●';
        }

        return new string(line);

        int Place(double value) => (int)Math.Round(axis.Fraction(value) * (WhiskerWidth - 1));
    }
}
