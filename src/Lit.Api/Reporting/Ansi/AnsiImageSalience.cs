namespace Lit.Api.Reporting.Ansi;

/// <summary>A picture of coloured half blocks, two rows of pixels a line; without colours, of signs.</summary>
internal static class AnsiImageSalience
{
    private const int Indent = 2;

    public static void Draw(AnsiWriter writer, ImageSalienceBlock block)
    {
        double scale = block.Scale;
        int step = Math.Max(1, (int)Math.Ceiling(block.Width / (double)Math.Max(1, writer.Options.Width - Indent)));
        double[,] cells = Shrink(block, scale, step);
        for (int row = 0; row < cells.GetLength(0); row += 2)
        {
            int upper = row;
            writer.Line([
                new(new string(' ', Indent)),
                .. Enumerable.Range(0, cells.GetLength(1)).Select(column => Cell(writer, block, cells, upper, column)),
            ]);
        }

        foreach (ParagraphBlock note in block.Notes)
        {
            AnsiProse.Paragraph(writer, note, Indent);
        }

        writer.Wrapped(Indent, new AnsiText(block.Describe(), AnsiStyle.Muted));
        writer.Wrapped(Indent, Legend(writer, block, scale));
        AnsiProse.Facts(writer, block.Facts, Indent);
    }

    private static IEnumerable<AnsiText> Legend(AnsiWriter writer, ImageSalienceBlock block, double scale)
    {
        if (writer.HasColors)
        {
            return AnsiSalience.Legend(writer, block.Signed, block.Supports, scale);
        }

        string limit = ReportNumber.Format(scale);
        string what = block.Supports is { } supports ? $" {supports}" : "";
        return
        [
            new(block.Signed
                ? $"+ and # for{what}, - and = against{what}, up to ±{limit}"
                : $". weak to # strong, up to {limit}"),
        ];
    }

    private static AnsiText Cell(AnsiWriter writer, ImageSalienceBlock block, double[,] cells, int row, int column)
    {
        double upper = cells[row, column];
        double lower = row + 1 < cells.GetLength(0) ? cells[row + 1, column] : 0;
        if (writer.HasColors)
        {
            return new("▀", new() { Foreground = Color(upper, writer), Background = Color(lower, writer) });
        }

        double strength = Math.Abs(upper) >= Math.Abs(lower) ? upper : lower;
        string signs = !block.Signed ? " .:*#" : strength > 0 ? " .++#" : " .--=";
        return new(signs[(int)Math.Round(Math.Abs(strength) * 4)].ToString());
    }

    private static Rgb Color(double strength, AnsiWriter writer)
    {
        Rgb ground = writer.Options.LightBackground ? new(255, 255, 255) : new(24, 24, 28);
        return ground.Towards(strength < 0 ? Palette.Negative : Palette.Positive, Math.Abs(strength));
    }

    /// <summary>The mean strength of squares of pixels, so that the picture fits the terminal.</summary>
    private static double[,] Shrink(ImageSalienceBlock block, double scale, int step)
    {
        double[,] cells = new double[(block.Height + step - 1) / step, (block.Width + step - 1) / step];
        for (int row = 0; row < cells.GetLength(0); row++)
        {
            for (int column = 0; column < cells.GetLength(1); column++)
            {
                cells[row, column] = Mean(row * step, column * step);
            }
        }

        return cells;

        double Mean(int top, int left)
        {
            var (bottom, right) = (Math.Min(top + step, block.Height), Math.Min(left + step, block.Width));
            double sum = 0;
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    sum += block.Strength(block.Scores[(row * block.Width) + column], scale);
                }
            }

            return sum / ((bottom - top) * (right - left));
        }
    }
}
