namespace Lit.Api.Reporting.Ansi;

/// <summary>A grid of numbers on coloured ground.</summary>
internal static class AnsiHeatMap
{
    private const int LongestName = 14;

    public static void Draw(AnsiWriter writer, HeatMapBlock map)
    {
        string[] rows = [.. map.Rows.Select(Name)];
        string[] columns = [.. map.Columns.Select(Name)];
        string[] values = [.. map.Values.Select(value => ReportNumber.Format(value, map.Format))];
        int side = rows.Append(Name(map.RowLabel ?? "")).Max(TerminalText.WidthOf);
        int cell = columns.Concat(values).Select(TerminalText.WidthOf).DefaultIfEmpty().Max() + 2;

        // As many columns as fit; the rest in further grids below.
        int perGrid = Math.Max(1, (writer.Options.Width - side - 1) / cell);
        for (int from = 0; from < columns.Length; from += perGrid)
        {
            int to = Math.Min(columns.Length, from + perGrid);
            if (map.ColumnLabel is { } label)
            {
                writer.Line(new AnsiText(new string(' ', side + 2)), new(TerminalText.Clean(label), AnsiStyle.Muted));
            }

            writer.Line(
                [new(Right(Name(map.RowLabel ?? ""), side) + " ", AnsiStyle.Muted),
                 .. columns[from..to]
                     .Select(column => new AnsiText(Right(column, cell - 1) + " ", AnsiStyle.Heading))]);
            for (int r = 0; r < rows.Length; r++)
            {
                writer.Line(
                    [new(Right(rows[r], side) + " ", AnsiStyle.Heading),
                     .. Enumerable.Range(from, to - from).Select(c => new AnsiText(
                         Right(values[(r * columns.Length) + c], cell - 1) + " ",
                         Ground(writer, map, map.Values[(r * columns.Length) + c])))]);
            }
        }
    }

    private static AnsiStyle Ground(AnsiWriter writer, HeatMapBlock map, double value)
        => Palette.Diverging(
            map.Signed ? map.Strength(value) : Math.Abs(map.Strength(value)), writer.Options.LightBackground);

    private static string Name(string text)
        => TerminalText.Truncate(TerminalText.Clean(text).Replace('\n', ' '), LongestName);

    private static string Right(string text, int width)
        => new string(' ', Math.Max(0, width - TerminalText.WidthOf(text))) + text;
}
